package dev.octet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.reference.ReferenceKernels;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
  /** Right on a cold start, wrong later. */
  private static final class WrongWhenWarm implements KernelSet {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public KernelSet first() {
      return new ReferenceKernels();
    }

    @Override
    public Kernel prepare(Operation operation, TensorSpec[] tensors) {
      Kernel right = new ReferenceKernels().prepare(operation, tensors);
      TensorSpec output = tensors[operation.output()];
      return new Kernel() {
        @Override
        public int units() {
          return right.units();
        }

        @Override
        public int scratchFloats() {
          return right.scratchFloats();
        }

        @Override
        public int scratchInts() {
          return right.scratchInts();
        }

        @Override
        public void run(Memory memory, Scratch scratch, int begin, int end) {
          right.run(memory, scratch, begin, end);
          if (output.type() == ElementType.INT16) {
            memory.int16[output.arenaOffset()] ^= 64;
          }
        }
      };
    }
  }

  @Test
  void theChosenKernelsAreChecked() {
    OctetModel model = VersionOne.model(null);
    KernelSets wrong = KernelSets.of(new WrongWhenWarm());
    try (Session session = OctetModel.of(model.schedule(), wrong).newSession()) {
      SelfCheck check = SelfCheck.run(session);
      assertFalse(check.passed());
      assertEquals(check.vectors(), check.differing());
    }
  }
}

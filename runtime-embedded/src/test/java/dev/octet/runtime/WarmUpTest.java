package dev.octet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.reference.ReferenceKernels;
import dev.octet.runtime.kernel.scalar.ScalarKernels;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  /** A set whose kernels allocate for some runs each; it computes as the reference set does. */
  private static final class SlowSet implements KernelSet {
    private final KernelSet first = new ScalarKernels();
    private final int cold;
    private long allocated;

    SlowSet(int cold) {
      this.cold = cold;
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public KernelSet first() {
      return first;
    }

    @Override
    public long allocated() {
      return allocated;
    }

    @Override
    public Kernel prepare(Operation operation, TensorSpec[] tensors) {
      Kernel kernel = new ReferenceKernels().prepare(operation, tensors);
      return new Kernel() {
        private int runs;

        @Override
        public int units() {
          return kernel.units();
        }

        @Override
        public void run(Memory memory, Scratch scratch, int begin, int end) {
          if (runs++ < cold) {
            allocated += 16;
          }
          kernel.run(memory, scratch, begin, end);
        }
      };
    }
  }

  private static Schedule schedule() {
    return VersionOne.model(null).schedule();
  }

  private static WarmUp warmUp(KernelSet set) {
    Schedule s = schedule();
    return new WarmUp(set, Program.of(s, set.first()), Program.of(s, set), s.arena8, s.arena16);
  }

  @Test
  void kernelsComeInOnceTheyAllocateNothing() {
    WarmUp warmUp = warmUp(new SlowSet(7));
    Kernel[] before = warmUp.kernels();
    warmUp.finish();
    for (int i = 0; i < before.length; i++) {
      assertNotEquals(before[i], warmUp.kernels()[i]);
    }
  }

  @Test
  void kernelsThatAlwaysAllocateStayOut() {
    WarmUp warmUp = warmUp(new SlowSet(Integer.MAX_VALUE));
    Kernel[] before = warmUp.kernels();
    warmUp.finish();
    assertSame(before, warmUp.kernels());
  }

  @Test
  void aSetThatIsItsOwnFirstHasNothingToWait() {
    KernelSet set = new ScalarKernels();
    Program program = Program.of(schedule(), set);
    WarmUp warmUp = new WarmUp(set, program, program, 0, 0);
    warmUp.begin(true);
    warmUp.finish();
    assertSame(program.kernels, warmUp.kernels());
  }

  @Test
  void outputsAreTheSameAtEveryMoment() throws InterruptedException {
    OctetModel model = OctetModel.of(schedule(), KernelSets.of(new SlowSet(50)));
    byte[] input = model.schedule().golden[0].input;
    short[] expected = model.schedule().golden[0].output;
    try (Session session = model.newSession()) {
      for (int i = 0; i < 40; i++) {
        session.run(input, 0);
        short[] found = new short[model.classes()];
        for (int c = 0; c < found.length; c++) {
          found[c] = (short) session.rawLogit(c);
        }
        assertEquals(Arrays.toString(expected), Arrays.toString(found), "inference " + i);
        Thread.sleep(2);
      }
    }
  }
}

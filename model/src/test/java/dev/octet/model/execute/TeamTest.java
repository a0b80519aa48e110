package dev.octet.model.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.plan.Plan;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TeamTest {
  private static final int MEMBERS = 3;

  /** Two steps; in the first, each member has one piece. */
  private static Plan plan(IntConsumer firstStep) {
    FloatGraph graph =
        new FloatGraph(
            "two steps",
            "in",
            new Shape(1, 1, MEMBERS),
            List.of(
                new Node("first", new Op.HardSwish(), List.of("in"), "between"),
                new Node("second", new Op.HardSwish(), List.of("between"), "out")),
            "out",
            false);
    return Plan.of(
        graph, List.of(new Pieces(firstStep), new Pieces(piece -> {})), Set.of("between", "out"));
  }

  /** Adds 1 to each element, a piece each. */
  private record Pieces(IntConsumer work) implements FloatKernel {
    @Override
    public int pieces() {
      return MEMBERS;
    }

    @Override
    public boolean pixelwise() {
      return false;
    }

    @Override
    public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
      for (int i = from; i < to; i++) {
        work.accept(i);
        output[i] = inputs[0][i] + 1;
      }
    }
  }

  private static float[] run(Plan plan) {
    float[][] buffers = new float[plan.bufferElements().length][MEMBERS];
    new Team(MEMBERS).run(plan, buffers);
    return buffers[plan.heads()[0]];
  }

  @Test
  void everyMemberDoesItsShareOfEveryStep() {
    assertArrayEquals(new float[] {2, 2, 2}, run(plan(piece -> {})));
  }

  /** The others come to the end of the step when the first one has already gone. */
  @Test
  void aMembersFailureEndsThoseThatStillCompute() {
    RuntimeException failure = new IllegalArgumentException("the first member");
    CountDownLatch failed = new CountDownLatch(1);
    Plan plan =
        plan(
            piece -> {
              if (piece == 0) {
                failed.countDown();
                throw failure;
              }
              try {
                failed.await();
                Thread.sleep(200);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertSame(failure, assertThrows(IllegalArgumentException.class, () -> run(plan)));
  }
}

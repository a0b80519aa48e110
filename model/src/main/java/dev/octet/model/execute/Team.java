package dev.octet.model.execute;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.plan.Plan;
import dev.octet.model.execute.plan.PlanStep;
import dev.octet.model.parallel.Parallel;
import java.util.concurrent.Phaser;

/** Several threads that go through a plan together, each with its share of every step. */
final class Team {
  private final int threads;

  Team(int threads) {
    this.threads = threads;
  }

  /** Goes through a plan; what a member throws first ends all of them and is thrown. */
  void run(Plan plan, float[][] buffers) {
    // Not a barrier that can be reset: whoever still computed would wait for ever at the next one.
    Phaser together = new Phaser(threads);
    new Parallel(threads)
        .each(
            threads,
            member -> {
              try {
                work(plan, buffers, member, together);
              } catch (RuntimeException | Error e) {
                together.forceTermination();
                throw e;
              }
            });
  }

  private void work(Plan plan, float[][] buffers, int member, Phaser together) {
    FloatScratch scratch = new FloatScratch();
    for (PlanStep step : plan.steps()) {
      int from = step.boundary(member, threads);
      int to = step.boundary(member + 1, threads);
      if (from < to) {
        step.run(buffers, from, to, scratch);
      }
      if (together.arriveAndAwaitAdvance() < 0) {
        return;
      }
    }
  }
}

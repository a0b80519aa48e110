package dev.octet.model.execute;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.plan.Plan;
import dev.octet.model.execute.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

/** Several threads that go through a plan together, each with its share of every step. */
final class Team {
  private final int threads;
  private final CyclicBarrier barrier;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Team(int threads) {
    this.threads = threads;
    this.barrier = new CyclicBarrier(threads);
  }

  void run(Plan plan, float[][] buffers) {
    List<Thread> helpers = new ArrayList<>();
    for (int member = 1; member < threads; member++) {
      int share = member;
      Thread helper = new Thread(() -> work(plan, buffers, share), "octet-float-" + member);
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    work(plan, buffers, 0);
    for (Thread helper : helpers) {
      joinFully(helper);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("float execution failed", failure.get());
    }
  }

  private void work(Plan plan, float[][] buffers, int member) {
    FloatScratch scratch = new FloatScratch();
    try {
      for (PlanStep step : plan.steps()) {
        int from = step.boundary(member, threads);
        int to = step.boundary(member + 1, threads);
        if (from < to) {
          step.run(buffers, from, to, scratch);
        }
        barrier.await();
      }
    } catch (BrokenBarrierException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException | RuntimeException | Error e) {
      failure.set(e);
      barrier.reset();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void joinFully(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

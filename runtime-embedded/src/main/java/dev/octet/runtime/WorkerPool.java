package dev.octet.runtime;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed number of threads that share out a kernel's units. Between two kernels of an inference
 * the workers spin, because the next kernel comes within microseconds; after that they park. The
 * calling thread works, too, and waits only for units that a worker has begun: where other
 * processes hold the workers' cores, it does the work alone. Units are claimed in small runs: which
 * thread computes which unit varies, the result does not.
 */
final class WorkerPool {
  private static final int SPINS = 20_000;
  private static final int RUNS_PER_THREAD = 4;

  private final Memory memory;
  private final Scratch ownScratch;
  private final Worker[] workers;

  /**
   * Runs of units of the present kernel: their number in the upper 32 bits, how many of them are
   * claimed in the lower ones. Whoever raises the latter from one value to the next owns that run,
   * and the kernel stays the same until it is done.
   */
  private final AtomicLong claims = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();

  // Written by the calling thread before it offers the runs, read by the workers after a claim.
  private Kernel kernel;
  private int units;
  private int run;
  private volatile boolean closed;
  private volatile Throwable failure;

  /** Starts {@code threads - 1} daemon threads. */
  WorkerPool(int threads, Memory memory, int scratchFloats, int scratchInts) {
    this.memory = memory;
    this.ownScratch = new Scratch(scratchFloats, scratchInts);
    this.workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(new Scratch(scratchFloats, scratchInts), "octet-worker-" + (i + 1));
    }
    for (Worker worker : workers) {
      worker.start();
    }
  }

  int threads() {
    return workers.length + 1;
  }

  /** Runs all units of a kernel and returns when they are done. */
  void run(Kernel next) {
    int count = next.units();
    if (workers.length == 0 || count == 1) {
      next.run(memory, ownScratch, 0, count);
    } else {
      share(next, count);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // it yields to workers that share its core
  private void share(Kernel shared, int count) {
    kernel = shared;
    units = count;
    run = Math.max(1, count / (threads() * RUNS_PER_THREAD));
    int runs = (count + run - 1) / run;
    unfinished.set(runs);
    claims.set((long) runs << 32);
    for (Worker worker : workers) {
      worker.wake();
    }
    work(ownScratch);
    for (int spins = 0; unfinished.get() != 0; spins++) {
      if (spins > SPINS) {
        Thread.yield();
      }
    }
    rethrow();
  }

  private static boolean hasUnclaimed(long state) {
    return (int) state < (int) (state >>> 32);
  }

  private void work(Scratch scratch) {
    long state = claims.get();
    while (hasUnclaimed(state)) {
      if (claims.compareAndSet(state, state + 1)) {
        int begin = (int) state * run;
        try {
          kernel.run(memory, scratch, begin, Math.min(units, begin + run));
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          unfinished.decrementAndGet();
        }
      }
      state = claims.get();
    }
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("a kernel failed", thrown);
    }
  }

  /** Ends the threads. */
  void close() {
    closed = true;
    for (Worker worker : workers) {
      worker.wake();
    }
  }

  private final class Worker extends Thread {
    private final Scratch scratch;
    private volatile boolean parked;

    Worker(Scratch scratch, String name) {
      super(name);
      this.scratch = scratch;
      setDaemon(true);
    }

    void wake() {
      if (parked) {
        parked = false; // one call is enough
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (await()) {
        work(scratch);
      }
    }

    private boolean isIdle() {
      return !hasUnclaimed(claims.get()) && !closed;
    }

    /** Waits for something to do; false when the pool is closed. */
    private boolean await() {
      int spins = 0;
      while (isIdle()) {
        if (++spins > SPINS) {
          parked = true;
          if (isIdle()) {
            LockSupport.park(this);
          }
          parked = false;
          spins = 0;
        }
      }
      return !closed;
    }
  }
}

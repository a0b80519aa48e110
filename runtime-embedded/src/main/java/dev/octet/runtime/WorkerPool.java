package dev.octet.runtime;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed number of threads that share out a kernel's units. Between two kernels of an inference
 * the workers spin, because the next kernel comes within microseconds; after that they park. The
 * calling thread works, too. Units are claimed in small runs from a counter: which thread computes
 * which unit varies, the result does not.
 */
final class WorkerPool {
  private static final int SPINS = 20_000;
  private static final int RUNS_PER_THREAD = 4;

  private final Memory memory;
  private final Scratch ownScratch;
  private final Worker[] workers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();

  // Written by the calling thread before it raises the generation, read by the workers after.
  private Kernel kernel;
  private int units;
  private int run;
  private volatile int generation;
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

  // Only this thread writes the generation; it yields to workers that share its core.
  @SuppressWarnings({"NonAtomicVolatileUpdate", "ThreadPriorityCheck"})
  private void share(Kernel shared, int count) {
    kernel = shared;
    units = count;
    run = Math.max(1, count / (threads() * RUNS_PER_THREAD));
    next.set(0);
    busy.set(workers.length);
    generation = generation + 1;
    for (Worker worker : workers) {
      worker.wake();
    }
    work(ownScratch);
    for (int spins = 0; busy.get() != 0; spins++) {
      if (spins > SPINS) {
        Thread.yield();
      }
    }
    rethrow();
  }

  private void work(Scratch scratch) {
    try {
      for (int begin = next.getAndAdd(run); begin < units; begin = next.getAndAdd(run)) {
        kernel.run(memory, scratch, begin, Math.min(units, begin + run));
      }
    } catch (RuntimeException | Error e) {
      failure = e;
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
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      int seen = 0;
      while (await(seen)) {
        seen++;
        work(scratch);
        busy.decrementAndGet();
      }
    }

    /** Waits for the generation after {@code seen}; false when the pool is closed. */
    private boolean await(int seen) {
      int spins = 0;
      while (generation == seen && !closed) {
        if (++spins > SPINS) {
          parked = true;
          if (generation == seen && !closed) {
            LockSupport.park(this);
          }
          parked = false;
        }
      }
      return !closed;
    }
  }
}

package dev.octet.runtime;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import java.util.Random;

/**
 * Brings a kernel set into use that is slow until the JIT compiler has seen it. Inferences begin
 * with another set's kernels; meanwhile a thread beside them runs each kernel of the chosen set on
 * arenas of its own, a few parts at a time, the smallest layers first, until a whole run of it
 * allocates nothing: interpreted, and wherever the compiler fails, vectors are objects. Such a
 * kernel takes its place from the next inference on; one that never gets there stays out. Results
 * are the same bits at every moment. Nothing here looks at a clock to decide.
 */
final class WarmUp {
  /** Runs of one kernel after which it is given up. */
  private static final int ROUNDS = 400;

  /** Nanoseconds that one kernel is run for at a time, before others have their turn. */
  private static final long SLICE = 2_000_000;

  /** Milliseconds between two rounds, in which the compiler catches up. */
  private static final long PAUSE = 5;

  /** With no processor to spare, a pause takes so many times as long as the work before. */
  private static final long REST = 6;

  private final KernelSet set;
  private final Program first;
  private final Program chosen;
  private final int arena8;
  private final int arena16;
  private volatile Kernel[] kernels;
  private volatile boolean hurried;
  private boolean started;
  private boolean done;

  /**
   * Brings {@code chosen} in for {@code first}, kernel by kernel; they may be the same.
   *
   * @param arena8 elements of the int8 arena
   * @param arena16 elements of the int16 arena
   */
  WarmUp(KernelSet set, Program first, Program chosen, int arena8, int arena16) {
    this.set = set;
    this.first = first;
    this.chosen = chosen;
    this.arena8 = arena8;
    this.arena16 = arena16;
    this.kernels = first.kernels;
    this.started = first == chosen;
    this.done = started;
  }

  /** The kernels of the next inference. */
  Kernel[] kernels() {
    return kernels;
  }

  /** Begins beside the inferences, once; {@code spare} when a processor has nothing else to do. */
  synchronized void begin(boolean spare) {
    if (started) {
      return;
    }
    started = true;
    Thread thread = new Thread(() -> work(spare ? 0 : REST), "octet-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  /** Does all of it, or waits until it is done. */
  void finish() {
    hurried = true;
    synchronized (this) {
      started = true;
    }
    work(0);
  }

  private void work(long rest) {
    synchronized (first) {
      if (done) {
        return;
      }
      try {
        rounds(rest);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (OutOfMemoryError e) {
        // No room for a second arena: what is in use stays.
      }
      done = true;
    }
  }

  private void rounds(long rest) throws InterruptedException {
    Memory memory = new Memory(arena8, arena16);
    new Random(1).nextBytes(memory.int8);
    for (int i = 0; i < memory.int16.length; i++) {
      memory.int16[i] = (short) (memory.int8[i % memory.int8.length] * 251);
    }
    Scratch scratch = Scratch.of(chosen.kernels);
    Kernel[] waiting = chosen.kernels.clone();
    for (int round = 0; round < ROUNDS; round++) {
      boolean all = true;
      for (int i = 0; i < waiting.length; i++) {
        if (waiting[i] != null) {
          long begin = System.nanoTime();
          if (ready(waiting[i], memory, scratch, round)) {
            replace(i, waiting[i]);
            waiting[i] = null;
          }
          all &= waiting[i] == null;
          if (rest > 0 && !hurried) {
            Thread.sleep((System.nanoTime() - begin) * rest / 1_000_000);
          }
        }
      }
      if (all) {
        return;
      }
      Thread.sleep(PAUSE);
    }
  }

  private void replace(int index, Kernel kernel) {
    Kernel[] next = kernels.clone();
    next[index] = kernel;
    kernels = next;
  }

  /** Runs a kernel a little; tells whether a whole run of it allocates nothing any more. */
  private boolean ready(Kernel kernel, Memory memory, Scratch scratch, int round) {
    int units = kernel.units();
    long begin = System.nanoTime();
    int unit = 2 * round % units;
    do {
      long before = set.allocated();
      kernel.run(memory, scratch, unit, Math.min(unit + 2, units));
      if (set.allocated() == before) {
        before = set.allocated();
        kernel.run(memory, scratch, 0, units);
        if (set.allocated() == before) {
          return true;
        }
      }
      unit = (unit + 2) % units;
    } while (System.nanoTime() - begin < SLICE);
    return false;
  }
}

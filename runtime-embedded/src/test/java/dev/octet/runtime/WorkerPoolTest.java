package dev.octet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
  private static final int ROUNDS = 2000;

  /** Counts how often each unit is computed. */
  private static class Counting implements Kernel {
    final AtomicIntegerArray done;

    Counting(int units) {
      done = new AtomicIntegerArray(units);
    }

    @Override
    public int units() {
      return done.length();
    }

    @Override
    public void run(Memory memory, Scratch scratch, int begin, int end) {
      for (int unit = begin; unit < end; unit++) {
        done.incrementAndGet(unit);
      }
    }
  }

  @Test
  void everyUnitIsComputedOnceInEveryRound() {
    for (int threads = 1; threads <= 4; threads++) {
      WorkerPool pool = new WorkerPool(threads, new Memory(0, 0), 0, 0);
      for (int units : new int[] {1, 2, 7, 64, 1000}) {
        Counting kernel = new Counting(units);
        for (int round = 1; round <= ROUNDS; round++) {
          pool.run(kernel);
          assertEquals(round, kernel.done.get(units - 1));
        }
        for (int unit = 0; unit < units; unit++) {
          assertEquals(ROUNDS, kernel.done.get(unit));
        }
      }
      pool.close();
    }
  }

  @Test
  void idleWorkersPark() throws InterruptedException {
    WorkerPool pool = new WorkerPool(4, new Memory(0, 0), 0, 0);
    pool.run(new Counting(100));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] workers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("octet-worker-") && t.isAlive())
            .mapToLong(Thread::getId)
            .toArray();
    assertTrue(workers.length >= 3);
    long before = -1;
    long after = 0;
    // At rest, no worker gets any processor time, once it is parked.
    while (before != after) {
      before = Arrays.stream(workers).map(threads::getThreadCpuTime).sum();
      Thread.sleep(300);
      after = Arrays.stream(workers).map(threads::getThreadCpuTime).sum();
    }
    Counting kernel = new Counting(100);
    pool.run(kernel);
    assertEquals(1, kernel.done.get(99));
    pool.close();
  }

  @Test
  void aFailingKernelIsReportedAndThePoolGoesOn() {
    WorkerPool pool = new WorkerPool(3, new Memory(0, 0), 0, 0);
    Counting failing =
        new Counting(50) {
          @Override
          public void run(Memory memory, Scratch scratch, int begin, int end) {
            throw new IllegalArgumentException("unit " + begin);
          }
        };
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> pool.run(failing));
    assertTrue(e.getCause().getMessage().startsWith("unit "));
    Counting kernel = new Counting(50);
    pool.run(kernel);
    assertEquals(1, kernel.done.get(0));
    pool.close();
  }
}

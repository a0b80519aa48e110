package dev.octet.model.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTest {
  private static final int TASKS = 1000;

  /** Computes for some time: like most work, it does not see interrupts. */
  private static void compute(int milliseconds) {
    long end = System.nanoTime() + milliseconds * 1_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyTaskIsDoneOnce(int threads) {
    for (int tasks : new int[] {0, 1, 2, TASKS}) {
      AtomicIntegerArray done = new AtomicIntegerArray(tasks);
      AtomicInteger helpers = new AtomicInteger();
      new Parallel(threads)
          .each(tasks, helpers::incrementAndGet, (helper, i) -> done.incrementAndGet(i));
      IntStream.range(0, tasks).forEach(i -> assertEquals(1, done.get(i)));
      assertTrue(helpers.get() <= Math.min(threads, tasks), helpers + " helpers");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void resultsComeInOrderOnTheCallersThread(int threads) {
    for (int tasks : new int[] {0, 1, 2, TASKS}) {
      Thread caller = Thread.currentThread();
      AtomicInteger helpers = new AtomicInteger();
      List<Integer> results = new ArrayList<>();
      new Parallel(threads)
          .ordered(
              tasks,
              helpers::incrementAndGet,
              (helper, i) -> i,
              result -> {
                assertSame(caller, Thread.currentThread());
                results.add(result);
              });
      assertEquals(IntStream.range(0, tasks).boxed().toList(), results);
      assertTrue(helpers.get() <= Math.min(threads, tasks), helpers + " helpers");
    }
  }

  @Test
  void fewResultsWaitForTheirTurn() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> taken = new ArrayList<>();
    new Parallel(2)
        .ordered(
            100,
            () -> "own",
            (own, i) -> {
              begun.incrementAndGet();
              return i;
            },
            result -> {
              compute(1);
              most.accumulateAndGet(begun.get() - taken.size(), Math::max);
              taken.add(result);
            });
    assertTrue(most.get() <= 2 * 4 + 1, most + " results waited");
  }

  /** What tasks use may be closed by whoever catches the failure. */
  @Test
  void afterAFailureNothingRunsAndNothingBegins() {
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean usedAfterwards = new AtomicBoolean();
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(1);
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                new Parallel(2)
                    .each(
                        TASKS,
                        i -> {
                          begun.incrementAndGet();
                          if (i == 0) {
                            await(running);
                            throw new IllegalArgumentException("task 0");
                          }
                          running.countDown();
                          compute(20);
                          usedAfterwards.compareAndSet(false, closed.get());
                        }));
    closed.set(true);
    int soFar = begun.get();
    compute(100);
    assertEquals("task 0", thrown.getMessage());
    assertFalse(usedAfterwards.get(), "a task ran on after the failure had reached the caller");
    assertEquals(soFar, begun.get());
    assertTrue(soFar < 10, soFar + " tasks were begun");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theFailedTaskWithTheLowestNumberIsTheOneReported(int threads) {
    for (int repeat = 0; repeat < 50; repeat++) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Parallel(threads).each(TASKS, ParallelTest::failsFrom7));
      assertEquals("task 7", thrown.getMessage());
    }
  }

  private static void failsFrom7(int task) {
    if (task >= 7) {
      throw new IllegalArgumentException("task " + task);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void resultsBeforeAFailureAreHandedOver(int threads) {
    AssertionError failure = new AssertionError("the seventh");
    List<Integer> results = new ArrayList<>();
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                new Parallel(threads)
                    .ordered(
                        TASKS,
                        () -> "own",
                        (own, i) -> {
                          if (i == 7) {
                            throw failure;
                          }
                          return i;
                        },
                        results::add));
    assertSame(failure, thrown);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), results);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aFailureOfWhoeverTakesResultsEndsTheThreads(int threads) {
    AtomicInteger begun = new AtomicInteger();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Parallel(threads)
                .ordered(
                    TASKS,
                    () -> "own",
                    (own, i) -> begun.incrementAndGet(),
                    result -> {
                      throw new IllegalArgumentException("no");
                    }));
    int soFar = begun.get();
    compute(20);
    assertEquals(soFar, begun.get());
  }

  @Test
  void aHelperThatCannotBeMadeIsAFailure() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Parallel(2)
                .each(
                    10,
                    () -> {
                      throw new IllegalArgumentException("none");
                    },
                    (own, i) -> {}));
  }

  @Test
  void anInterruptedCallerGetsItsInterruptBack() {
    Thread.currentThread().interrupt();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> new Parallel(2).ordered(10, () -> "own", (own, i) -> slowly(i), result -> {}));
    assertTrue(Thread.interrupted(), thrown.toString());
  }

  /** Who finds results ready does not wait, and is not interrupted. */
  private static int slowly(int task) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    return task;
  }

  @Test
  void thereIsNoWorkOnNoThread() {
    assertThrows(IllegalArgumentException.class, () -> new Parallel(0));
  }
}

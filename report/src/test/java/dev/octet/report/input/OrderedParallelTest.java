package dev.octet.report.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedParallelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void resultsComeInOrderFromAtMostOneWorkerPerThread(int threads) {
    AtomicInteger workers = new AtomicInteger();
    List<Integer> results = new ArrayList<>();
    OrderedParallel.run(
        100, threads, workers::incrementAndGet, (worker, index) -> index, results::add);
    assertEquals(IntStream.range(0, 100).boxed().toList(), results);
    assertEquals(threads, Math.max(threads, workers.get()));
  }

  @Test
  void aFailureReachesTheCaller() {
    RuntimeException failure = new IllegalArgumentException("the seventh");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                OrderedParallel.run(
                    10,
                    2,
                    () -> "worker",
                    (worker, index) -> {
                      if (index == 7) {
                        throw failure;
                      }
                      return index;
                    },
                    result -> {}));
    assertSame(failure, thrown);
  }
}

package dev.octet.quantizer.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PooledRoomTest {
  @Property(tries = 200)
  void theMeanKeepsASixteenthOfTheNoiseAtMost(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int pixels,
      @ForAll @IntRange(min = 1, max = 40) int channels) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scale = random.doubles(channels, 1e-6, 3).toArray();
    double largest = Arrays.stream(scale).max().orElseThrow();
    double[] widened = PooledRoom.widen(scale, pixels);
    for (int c = 0; c < channels; c++) {
      assertTrue(widened[c] >= scale[c] && widened[c] <= largest, "channel " + c);
      double noiseInMean = widened[c] * widened[c] / pixels;
      assertTrue(
          noiseInMean <= scale[c] * scale[c] * Math.max(1.0 / 16, 1.0 / pixels) * (1 + 1e-12),
          "channel " + c);
    }
  }

  @Example
  void sixteenPixelsAndFewerLeaveScalesAsTheyAre() {
    double[] scale = {0.5, 2, 0.001};
    assertArrayEquals(scale, PooledRoom.widen(scale, 1));
    assertArrayEquals(scale, PooledRoom.widen(scale, 16));
    assertArrayEquals(new double[] {0.875, 2, 0.00175}, PooledRoom.widen(scale, 49), 1e-15);
  }

  /** In V3 the squeeze-excite pools share their map with the gate's product. */
  @Example
  void onlyTheLastMapIsReadByNothingButAPool() {
    StepGraph graph = StepGraph.of(new FoldBatchNorm().apply(MobileNets.v3Small(64, 10, 2)));
    int pools = 0;
    for (Step step : graph.steps()) {
      if (step instanceof Step.GlobalAveragePool pool) {
        pools++;
        boolean last = graph.readers(pool.source()).size() == 1;
        assertEquals(last, PooledRoom.appliesTo(graph, pool.source()), pool.source());
      }
    }
    assertTrue(pools > 5, "pools: " + pools);
    assertFalse(PooledRoom.appliesTo(graph, graph.graph().outputName()));
  }
}

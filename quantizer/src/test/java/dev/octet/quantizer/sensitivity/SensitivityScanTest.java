package dev.octet.quantizer.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.SensitivityScan.Sensitivity;
import dev.octet.quantizer.simulate.Run;
import dev.octet.runtime.schedule.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The coarser a tensor is rounded, the more the scan says it costs. */
class SensitivityScanTest {
  private static final int IMAGES = 5;

  private static FloatGraph graph() {
    RandomNetwork net = new RandomNetwork(3, new Shape(8, 8, 3));
    String x = net.add("a", new Op.Clip(0, 6), net.conv("c1", net.input(), 6, 3, 1, 1, true));
    String y = net.add("b", new Op.Clip(0, 6), net.conv("c2", x, 6, 3, 1, 1, true));
    y = net.add("pool", new Op.GlobalAveragePool(), y);
    return net.build("scan", net.conv("fc", y, 4, 1, 1, 1, true));
  }

  private static List<Sensitivity> scan(int threads) {
    FloatGraph graph = graph();
    float[][] logits = new float[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      logits[i] = new FloatExecutor(graph).newSession().run(MobileNets.input(graph, i));
    }
    Map<String, TensorQuantization> plan =
        Map.of(
            "input", TensorQuantization.ofRange(ElementType.INT16, -6, 6, 3),
            "a.out", TensorQuantization.ofRange(ElementType.INT8, 0, 60, 6),
            "b.out", TensorQuantization.ofRange(ElementType.INT8, 0, 6, 6));
    return new SensitivityScan(graph, Run.of(threads, Progress.SILENT))
        .scan(
            plan.keySet(),
            List.of(sample(graph, plan, logits, 0, 2), sample(graph, plan, logits, 2, IMAGES)));
  }

  private static SensitivityScan.Sample sample(
      FloatGraph graph, Map<String, TensorQuantization> plan, float[][] logits, int from, int to) {
    return new SensitivityScan.Sample(
        plan,
        new Answered(
            new Inputs(to - from, i -> MobileNets.input(graph, from + i)),
            Arrays.copyOfRange(logits, from, to)));
  }

  @Test
  void theCoarsestComesFirst() {
    List<Sensitivity> found = scan(1);
    assertEquals(List.of("a.out", "b.out", "input"), found.stream().map(s -> s.tensor()).toList());
    assertTrue(found.get(2).sqnrDb() > 60, "16 bits: " + found.get(2).sqnrDb());
    assertTrue(found.get(1).sqnrDb() > 30, "8 bits: " + found.get(1).sqnrDb());
    for (Sensitivity s : found) {
      assertTrue(s.noise() > 0 && Double.isFinite(s.sqnrDb()));
    }
  }

  /** A tensor that clips on the second sample's inputs alone costs what it costs there. */
  @Test
  void everySampleHasItsOwnPlan() {
    FloatGraph graph = graph();
    float[][] logits = new float[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      logits[i] = new FloatExecutor(graph).newSession().run(MobileNets.input(graph, i));
    }
    Map<String, TensorQuantization> fine =
        Map.of("a.out", TensorQuantization.ofRange(ElementType.INT8, 0, 6, 6));
    Map<String, TensorQuantization> clipping =
        Map.of("a.out", TensorQuantization.ofRange(ElementType.INT8, 0, 0.3, 6));
    double[] noise = new double[4];
    for (int n = 0; n < noise.length; n++) {
      noise[n] =
          new SensitivityScan(graph, Run.of(1, Progress.SILENT))
              .scan(
                  List.of("a.out"),
                  List.of(
                      sample(graph, n % 2 == 0 ? fine : clipping, logits, 0, 2),
                      sample(graph, n / 2 == 0 ? fine : clipping, logits, 2, IMAGES)))
              .get(0)
              .noise();
    }
    assertTrue(noise[1] > 2 * noise[0] && noise[2] > 2 * noise[0], "one sample clips");
    assertEquals(noise[1] + noise[2], noise[0] + noise[3], 1e-12 * noise[3]);
  }

  @Test
  void threadsDoNotMatter() {
    assertEquals(scan(1), scan(3));
  }
}

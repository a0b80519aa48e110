package dev.octet.report.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.Op;
import dev.octet.report.layer.LayerCost;
import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.layer.LevelHistogram;
import dev.octet.report.layer.WeightSummary;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One layer's fidelity against quantizing only that layer by hand, with plain loops. */
class LayerFidelityTest {
  private static final int INPUTS = 6;
  private static final String LAYER = "second";

  private static SmallModel model;
  private static TensorSource inputs;
  private static List<LayerFidelity> layers;

  @BeforeAll
  static void compare() {
    model = SmallModel.make();
    inputs = SmallModel.inputs(INPUTS, 2, -1);
    layers =
        new Comparer(model.graph(), model.int8(), 1)
            .compareAll(
                inputs, CompareOptions.of(INPUTS, INPUTS), LogitsListener.NONE, Progress.SILENT)
            .get(0)
            .layers();
  }

  private static LayerFidelity layer() {
    return layers.stream()
        .filter(layer -> layer.layer().name().equals(LAYER))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, float[]> floatTensors(int index) {
    Map<String, float[]> tensors = new TreeMap<>();
    FloatSession session = new FloatExecutor(model.graph()).newSession();
    session.run(
        inputs.read(index),
        (name, shape, values) -> tensors.put(name, Arrays.copyOf(values, shape.elements())));
    return tensors;
  }

  private static Convolution operation() {
    Schedule schedule = model.int8().schedule();
    for (var operation : schedule.operations) {
      if (operation.name().equals(LAYER)) {
        return (Convolution) operation;
      }
    }
    throw new AssertionError("no layer " + LAYER);
  }

  /**
   * Equations 1, 3 and 10 in a loop: what the 1x1 convolution produces from rounded float inputs.
   */
  private static double[] byHand(float[] input) {
    Schedule schedule = model.int8().schedule();
    Convolution layer = operation();
    TensorSpec from = schedule.tensors[layer.input(0)];
    TensorSpec to = schedule.tensors[layer.output()];
    int in = from.channels();
    int out = to.channels();
    double[] real = new double[to.elements()];
    for (int pixel = 0; pixel < to.height() * to.width(); pixel++) {
      for (int o = 0; o < out; o++) {
        long acc = layer.bias[o];
        for (int i = 0; i < in; i++) {
          double level = input[pixel * in + i] / from.scale(i) + from.zeroPoint(i);
          long element = (long) Math.max(-128, Math.min(127, Math.rint(level)));
          acc += element * layer.weights.at(o * in + i);
        }
        int s = layer.epilogue.rescale.shift[o];
        long q = (acc * layer.epilogue.rescale.multiplier[o] + (1L << (s - 1))) >> s;
        q += layer.epilogue.offset[o];
        q = Math.max(layer.epilogue.low[o], Math.min(layer.epilogue.high[o], q));
        real[pixel * out + o] = to.scale(o) * (q - to.zeroPoint(o));
      }
    }
    return real;
  }

  @Test
  void isolatedIsTheLayerAloneOnRoundedFloatInputs() {
    double power = 0;
    double noise = 0;
    for (int n = 0; n < INPUTS; n++) {
      Map<String, float[]> tensors = floatTensors(n);
      float[] expected = tensors.get(layer().layer().output().name());
      double[] got =
          byHand(tensors.get(model.int8().schedule().tensors[operation().input(0)].name()));
      for (int i = 0; i < got.length; i++) {
        power += (double) expected[i] * expected[i];
        noise += (got[i] - expected[i]) * (got[i] - expected[i]);
      }
    }
    assertTrue(noise > 0);
    assertEquals(10 * Math.log10(power / noise), layer().isolated().sqnrDb(), 1e-9);
  }

  /** The rest of the network is a mean over the pixels and a matrix: also a loop. */
  @Test
  void costIsTheNoiseOfTheLogitsWhenOnlyThisLayerIsQuantized() {
    double power = 0;
    double noise = 0;
    for (int n = 0; n < INPUTS; n++) {
      Map<String, float[]> tensors = floatTensors(n);
      float[] exact = tensors.get(layer().layer().output().name());
      double[] alone =
          byHand(tensors.get(model.int8().schedule().tensors[operation().input(0)].name()));
      double[] difference = new double[alone.length];
      for (int i = 0; i < alone.length; i++) {
        difference[i] = (float) alone[i] - exact[i];
      }
      for (double moved : head(difference)) {
        noise += moved * moved;
      }
      for (float logit : tensors.get(model.graph().outputName())) {
        power += (double) logit * logit;
      }
    }
    assertTrue(noise > 0);
    assertEquals(10 * Math.log10(power / noise), layer().answers().sqnrDb(), 1e-3);
  }

  /** What the classifier makes of a change of its input: it is linear, so the bias drops out. */
  private static double[] head(double[] map) {
    var head =
        model.graph().nodes().stream()
            .filter(node -> node.name().equals("head"))
            .map(node -> (Op.Conv) node.op())
            .findFirst()
            .orElseThrow();
    int channels = head.weights().length / head.outputChannels();
    double[] mean = new double[channels];
    for (int i = 0; i < map.length; i++) {
      mean[i % channels] += map[i] * channels / map.length;
    }
    double[] logits = new double[head.outputChannels()];
    for (int o = 0; o < logits.length; o++) {
      for (int c = 0; c < channels; c++) {
        logits[o] += head.weights()[o * channels + c] * mean[c];
      }
    }
    return logits;
  }

  @Test
  void theFirstLayerIsAloneInTheRunningModelToo() {
    assertEquals(layers.get(0).cumulative().sqnrDb(), layers.get(0).isolated().sqnrDb(), 1e-12);
  }

  @Test
  void histogramsCountEveryElementOnce() {
    long elements = (long) INPUTS * layer().layer().output().elements();
    long inside = 0;
    long all = 0;
    long[] counts = layer().values().int8Levels.counts();
    for (int i = 0; i < counts.length; i++) {
      all += counts[i];
      boolean outside = i < LevelHistogram.OUTSIDE || i >= counts.length - LevelHistogram.OUTSIDE;
      inside += outside ? 0 : counts[i];
    }
    assertEquals(elements, all);
    assertEquals(elements, inside);
    assertEquals(elements, Arrays.stream(layer().values().floatLevels.counts()).sum());
  }

  @Test
  void costsAreRankedAndTheirSharesSumToOne() {
    List<LayerCost> ranked = LayerCost.ranked(layers);
    assertEquals(layers.size(), ranked.size());
    double sum = 0;
    for (int i = 0; i < ranked.size(); i++) {
      sum += ranked.get(i).share();
      assertTrue(i == 0 || ranked.get(i).noise() <= ranked.get(i - 1).noise());
    }
    assertEquals(1, sum, 1e-12);
  }

  @Test
  void weightsAreTheFloatOnes() {
    WeightSummary weights = layer().layer().weights().orElseThrow();
    assertEquals(6, weights.channels());
    assertEquals(0, weights.dead());
    assertTrue(weights.low() < 0 && weights.high() > 0);
  }
}

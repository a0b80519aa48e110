package dev.octet.report.compare;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.FloatModel;
import dev.octet.model.Normalization;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.Quantizer;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A network of two convolutions and a classifier, and random inputs for it. */
public record SmallModel(FloatGraph graph, OctetModel int8) {
  private static final Shape INPUT = new Shape(6, 5, 3);
  private static final int CLASSES = 5;

  public static SmallModel make() {
    RandomNetwork net = new RandomNetwork(5, INPUT);
    Op relu = new Op.Clip(0, Float.POSITIVE_INFINITY);
    String x = net.add("first.act", relu, net.conv("first", net.input(), 8, 3, 1, 1, true));
    x = net.add("second.act", relu, net.conv("second", x, 6, 1, 1, 1, true));
    x = net.add("pool", new Op.GlobalAveragePool(), x);
    FloatGraph graph = net.build("small", net.conv("head", x, CLASSES, 1, 1, 1, true));
    TensorSource inputs = inputs(16, 1, -1);
    OctetModel int8 =
        OctetModel.of(
            Quantizer.quantize(
                    new FloatModel(graph, "test", "00", List.of(), Normalization.IMAGENET),
                    inputs,
                    IntStream.range(0, inputs.size()).toArray(),
                    Optional.empty(),
                    new String[0],
                    QuantizerSettings.defaults().withThreads(1),
                    Progress.SILENT)
                .schedule(),
            KernelSets.choose("reference"));
    return new SmallModel(graph, int8);
  }

  /**
   * Random tensors with labels.
   *
   * @param broken the index of one that cannot be read, or -1
   */
  public static TensorSource inputs(int count, long seed, int broken) {
    return new TensorSource() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public String name(int index) {
        return "input " + index;
      }

      @Override
      public int label(int index) {
        return index % 7 == 0 ? UNLABELLED : index % CLASSES;
      }

      @Override
      public float[] read(int index) {
        if (index == broken) {
          throw new OctetException(Failure.INPUT, "broken", name(index), "leave it out");
        }
        Random random = new Random(seed * 1000 + index);
        float[] values = new float[INPUT.elements()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        return values;
      }
    };
  }
}

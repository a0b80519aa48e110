package dev.octet.quantizer;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.runtime.schedule.operation.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks of the same operators that are no MobileNets. */
class CustomNetworkTest {
  private static final Op RELU = new Op.Clip(0, Float.POSITIVE_INFINITY);

  /** Adds the interesting part to a network and names its last map. */
  interface Middle {
    String add(RandomNetwork net, String input);
  }

  @TestFactory
  Stream<DynamicTest> networksQuantize() {
    Map<String, FloatGraph> graphs = new LinkedHashMap<>();
    graphs.put("one input channel", network(new Shape(12, 12, 1), (net, x) -> x));
    graphs.put("four input channels", network(new Shape(9, 7, 4), (net, x) -> x));
    Map<String, Middle> middles = middles();
    middles.putAll(OperatorMiddles.all());
    middles.forEach((name, middle) -> graphs.put(name, network(new Shape(11, 17, 3), middle)));
    graphs.put("batch norm first", batchNormFirst());
    graphs.put("input read twice", inputReadTwice());
    graphs.put("input pooled", inputPooled());
    graphs.put("no pool", noPool());
    graphs.put("concat last", concatLast());
    return graphs.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        QuantizationTrial.of(e.getValue())
                            .isSound(22)
                            .isSoundInEveryTensor(20)
                            .isTheSameInOnnxRuntime()));
  }

  private static Map<String, Middle> middles() {
    Map<String, Middle> all = new LinkedHashMap<>();
    all.put(
        "rectangular kernel", (net, x) -> net.conv("r", x, 12, window(1, 7, 1, 2, 0, 3), 1, true));
    all.put(
        "rectangular depthwise",
        (net, x) -> net.conv("r", x, 8, window(5, 3, 2, 1, 2, 1), 8, true));
    all.put("5x5", (net, x) -> net.conv("r", x, 12, 5, 2, 1, true));
    all.put("groups", (net, x) -> net.conv("r", x, 12, 3, 1, 4, true));
    all.put(
        "dilation",
        (net, x) -> net.conv("r", x, 12, new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2), 1, true));
    all.put("max pool", (net, x) -> net.add("p", new Op.MaxPool(window(3, 3, 2, 2, 1, 1)), x));
    all.put(
        "average pool",
        (net, x) -> net.add("p", new Op.AveragePool(window(3, 3, 2, 2, 1, 1), false), x));
    all.put(
        "average pool with padding counted",
        (net, x) -> net.add("p", new Op.AveragePool(window(2, 3, 1, 2, 1, 1), true), x));
    all.put("concat", (net, x) -> concat(net, x));
    all.put(
        "concat, average pool",
        (net, x) ->
            net.add("p", new Op.AveragePool(window(2, 2, 2, 2, 0, 0), false), concat(net, x)));
    all.put(
        "concat as gate",
        (net, x) -> {
          String y = concat(net, x);
          return net.add(
              "mul", new Op.Mul(), net.conv("v", x, net.shape(y).channels(), 3, 1, 1, true), y);
        });
    all.put(
        "concat, max pool, depthwise",
        (net, x) ->
            net.conv(
                "dw",
                net.add("p", new Op.MaxPool(window(2, 2, 2, 2, 0, 0)), concat(net, x)),
                14,
                3,
                1,
                14,
                true));
    all.put(
        "leaky ReLU",
        (net, x) -> net.add("leaky", new Op.LeakyRelu(0.1f), net.conv("v", x, 8, 3, 1, 1, false)));
    all.put(
        "leaky ReLU of a sum and of a map that others read",
        (net, x) -> {
          String y = net.conv("v", x, 8, 3, 1, 1, true);
          String leaky = net.add("leaky", new Op.LeakyRelu(0.25f), y);
          String sum = net.add("a", new Op.Add(), leaky, y);
          return net.add("again", new Op.LeakyRelu(0.01f), sum);
        });
    all.put("pad", (net, x) -> net.add("pad", new Op.Pad(1, 0, 2, 3, 0), x));
    all.put(
        "pad, average pool",
        (net, x) ->
            net.add(
                "p",
                new Op.AveragePool(window(3, 3, 1, 1, 0, 0), false),
                net.add("pad", new Op.Pad(1, 1, 1, 1, 0.25f), x)));
    all.put(
        "activations alone",
        (net, x) -> {
          String y = net.conv("v", x, 8, 3, 1, 1, true);
          String swish = net.add("hs", new Op.HardSwish(), y);
          String sigmoid = net.add("sig", new Op.HardSigmoid(0.2f, 0.5f), y);
          return net.add("sum", new Op.Add(), swish, net.add("m", new Op.Mul(), y, sigmoid));
        });
    all.put(
        "product of two maps",
        (net, x) -> net.add("mul", new Op.Mul(), net.conv("v", x, 8, 3, 1, 1, true), x));
    all.put("square", (net, x) -> net.add("mul", new Op.Mul(), x, x));
    all.put("double", (net, x) -> net.add("add", new Op.Add(), x, x));
    all.put(
        "hard-sigmoid of a product",
        (net, x) ->
            net.add(
                "sig",
                new Op.HardSigmoid(1 / 6f, 0.5f),
                net.add("mul", new Op.Mul(), net.conv("v", x, 8, 3, 1, 1, true), x)));
    all.put(
        "hard-sigmoid of a sum",
        (net, x) ->
            net.add(
                "sig",
                new Op.HardSigmoid(1 / 6f, 0.5f),
                net.add("a", new Op.Add(), net.conv("v", x, 8, 3, 1, 1, true), x)));
    all.put(
        "hard-swish of a sum",
        (net, x) ->
            net.add(
                "hs",
                new Op.HardSwish(),
                net.add("a", new Op.Add(), net.conv("v", x, 8, 3, 1, 1, true), x)));
    all.put(
        "sum of two branches",
        (net, x) -> {
          String left = net.conv("left", x, 10, 3, 1, 1, true);
          String right = net.conv("right", x, 10, 1, 1, 1, true);
          return net.add("act", RELU, net.add("a", new Op.Add(), left, right));
        });
    all.put(
        "clip with a positive floor",
        (net, x) -> net.add("clip", new Op.Clip(0.5f, 2), net.conv("v", x, 8, 3, 1, 1, true)));
    all.put(
        "map squeezed and gated",
        (net, x) -> {
          String gate = net.add("pool.se", new Op.GlobalAveragePool(), x);
          gate = net.add("relu.se", RELU, net.conv("fc1", gate, 4, 1, 1, 1, true));
          gate =
              net.add(
                  "sig", new Op.HardSigmoid(1 / 6f, 0.5f), net.conv("fc2", gate, 8, 1, 1, 1, true));
          return net.add("mul", new Op.Mul(), x, gate);
        });
    return all;
  }

  private static String concat(RandomNetwork net, String x) {
    String small = net.conv("small", x, 6, 3, 1, 1, true);
    return net.add("cat", new Op.Concat(), small, net.add("big", new Op.HardSwish(), x));
  }

  private static FloatGraph network(Shape input, Middle middle) {
    RandomNetwork net = new RandomNetwork(11, input);
    String x = net.add("stem.act", RELU, net.conv("stem", net.input(), 8, 3, 1, 1, true));
    return head(net, middle.add(net, x));
  }

  private static FloatGraph batchNormFirst() {
    RandomNetwork net = new RandomNetwork(12, new Shape(10, 10, 3));
    return head(net, net.conv("conv", net.batchNorm("bn", net.input()), 8, 3, 1, 1, true));
  }

  private static FloatGraph inputReadTwice() {
    RandomNetwork net = new RandomNetwork(12, new Shape(10, 10, 3));
    String x = net.conv("conv", net.input(), 3, 3, 1, 1, true);
    return head(net, net.add("add", new Op.Add(), x, net.input()));
  }

  private static FloatGraph inputPooled() {
    RandomNetwork net = new RandomNetwork(12, new Shape(10, 10, 3));
    String x = net.add("p", new Op.AveragePool(window(2, 2, 2, 2, 0, 0), false), net.input());
    return head(net, net.conv("conv", x, 8, 3, 1, 1, true));
  }

  /** A fully connected layer as a window as large as the map. */
  private static FloatGraph noPool() {
    RandomNetwork net = new RandomNetwork(12, new Shape(6, 5, 3));
    String x = net.add("act", RELU, net.conv("conv", net.input(), 8, 3, 1, 1, true));
    return net.build("no pool", net.conv("fc", x, 5, window(6, 5, 1, 1, 0, 0), 1, true));
  }

  private static FloatGraph concatLast() {
    RandomNetwork net = new RandomNetwork(12, new Shape(6, 5, 3));
    String x = net.add("act", RELU, net.conv("conv", net.input(), 8, 3, 1, 1, true));
    x = net.add("pool", new Op.GlobalAveragePool(), x);
    String left = net.conv("left", x, 3, 1, 1, 1, true);
    String right = net.conv("right", x, 2, 1, 1, 1, true);
    return net.build("two heads", net.add("cat", new Op.Concat(), left, right));
  }

  private static FloatGraph head(RandomNetwork net, String x) {
    String pool = net.add("pool", new Op.GlobalAveragePool(), x);
    return net.build("custom", net.conv("fc", pool, 5, 1, 1, 1, true));
  }

  private static Window window(int height, int width, int down, int right, int padY, int padX) {
    return new Window(height, width, down, right, padY, padX, padY, padX, 1, 1);
  }
}

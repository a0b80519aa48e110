package dev.octet.model.testing;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** The MobileNet family with random weights, layer for layer as torchvision builds it. */
public final class MobileNets {
  private static final int[][] V2_STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private static final Op RELU = new Op.Clip(0, Float.POSITIVE_INFINITY);
  private static final Op RELU6 = new Op.Clip(0, 6);
  private static final Op HARD_SWISH = new Op.HardSwish();
  private static final Op HARD_SIGMOID = new Op.HardSigmoid(1f / 6f, 0.5f);

  private final RandomNetwork net;

  /** Stages of MobileNetV2: expansion, output channels, repeats, stride. */
  public static int[][] v2Stages() {
    return V2_STAGES.clone();
  }

  private MobileNets(RandomNetwork net) {
    this.net = net;
  }

  /** A random input for a graph. */
  public static float[] input(FloatGraph graph, long seed) {
    return new RandomNetwork(seed, graph.inputShape()).normal(graph.inputShape().elements(), 0, 1);
  }

  /** MobileNetV1 with ReLU6. */
  public static FloatGraph v1(int size, double width, int classes, long seed) {
    MobileNets m = new MobileNets(new RandomNetwork(seed, new Shape(size, size, 3)));
    int[][] blocks = {
      {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
      {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
    };
    String x = m.layer("stem", m.net.input(), divisible(32 * width), 3, 2, 1, RELU6);
    for (int i = 0; i < blocks.length; i++) {
      int channels = m.channels(x);
      x = m.layer("blocks." + i + ".dw", x, channels, 3, blocks[i][1], channels, RELU6);
      x = m.layer("blocks." + i + ".pw", x, divisible(blocks[i][0] * width), 1, 1, 1, RELU6);
    }
    x = m.net.add("pool", new Op.GlobalAveragePool(), x);
    return m.net.build("mobilenet_v1", m.net.conv("classifier", x, classes, 1, 1, 1, true));
  }

  /** MobileNetV2. */
  public static FloatGraph v2(int size, double width, int classes, long seed) {
    MobileNets m = new MobileNets(new RandomNetwork(seed, new Shape(size, size, 3)));
    String x = m.layer("features.0", m.net.input(), divisible(32 * width), 3, 2, 1, RELU6);
    int block = 1;
    for (int[] s : V2_STAGES) {
      for (int i = 0; i < s[2]; i++) {
        int stride = i == 0 ? s[3] : 1;
        x =
            m.inverted(
                "features." + block++,
                x,
                new Block(3, s[0] * m.channels(x), divisible(s[1] * width), false, RELU6, stride));
      }
    }
    x = m.layer("features.18", x, divisible(1280 * Math.max(1, width)), 1, 1, 1, RELU6);
    x = m.net.add("pool", new Op.GlobalAveragePool(), x);
    return m.net.build("mobilenet_v2", m.net.conv("classifier", x, classes, 1, 1, 1, true));
  }

  /** MobileNetV3-Large. */
  public static FloatGraph v3Large(int size, int classes, long seed) {
    Block[] blocks = {
      new Block(3, 16, 16, false, RELU, 1),
      new Block(3, 64, 24, false, RELU, 2),
      new Block(3, 72, 24, false, RELU, 1),
      new Block(5, 72, 40, true, RELU, 2),
      new Block(5, 120, 40, true, RELU, 1),
      new Block(5, 120, 40, true, RELU, 1),
      new Block(3, 240, 80, false, HARD_SWISH, 2),
      new Block(3, 200, 80, false, HARD_SWISH, 1),
      new Block(3, 184, 80, false, HARD_SWISH, 1),
      new Block(3, 184, 80, false, HARD_SWISH, 1),
      new Block(3, 480, 112, true, HARD_SWISH, 1),
      new Block(3, 672, 112, true, HARD_SWISH, 1),
      new Block(5, 672, 160, true, HARD_SWISH, 2),
      new Block(5, 960, 160, true, HARD_SWISH, 1),
      new Block(5, 960, 160, true, HARD_SWISH, 1)
    };
    return v3("mobilenet_v3_large", blocks, 960, 1280, size, classes, seed);
  }

  /** MobileNetV3-Small. */
  public static FloatGraph v3Small(int size, int classes, long seed) {
    Block[] blocks = {
      new Block(3, 16, 16, true, RELU, 2),
      new Block(3, 72, 24, false, RELU, 2),
      new Block(3, 88, 24, false, RELU, 1),
      new Block(5, 96, 40, true, HARD_SWISH, 2),
      new Block(5, 240, 40, true, HARD_SWISH, 1),
      new Block(5, 240, 40, true, HARD_SWISH, 1),
      new Block(5, 120, 48, true, HARD_SWISH, 1),
      new Block(5, 144, 48, true, HARD_SWISH, 1),
      new Block(5, 288, 96, true, HARD_SWISH, 2),
      new Block(5, 576, 96, true, HARD_SWISH, 1),
      new Block(5, 576, 96, true, HARD_SWISH, 1)
    };
    return v3("mobilenet_v3_small", blocks, 576, 1024, size, classes, seed);
  }

  private record Block(
      int kernel, int expanded, int out, boolean squeeze, Op activation, int stride) {}

  private static FloatGraph v3(
      String name, Block[] blocks, int last, int hidden, int size, int classes, long seed) {
    MobileNets m = new MobileNets(new RandomNetwork(seed, new Shape(size, size, 3)).epsilon(1e-3));
    String x = m.layer("features.0", m.net.input(), 16, 3, 2, 1, HARD_SWISH);
    for (int i = 0; i < blocks.length; i++) {
      x = m.inverted("features." + (i + 1), x, blocks[i]);
    }
    x = m.layer("features." + (blocks.length + 1), x, last, 1, 1, 1, HARD_SWISH);
    x = m.net.add("pool", new Op.GlobalAveragePool(), x);
    x = m.net.conv("classifier.0", x, hidden, 1, 1, 1, true);
    x = m.net.add("classifier.1", HARD_SWISH, x);
    return m.net.build(name, m.net.conv("classifier.3", x, classes, 1, 1, 1, true));
  }

  /** Inverted residual: expansion (unless it changes nothing), depthwise, SE, projection. */
  private String inverted(String name, String input, Block b) {
    int inputChannels = channels(input);
    String x = input;
    if (b.expanded != inputChannels) {
      x = layer(name + ".expand", x, b.expanded, 1, 1, 1, b.activation);
    }
    x = layer(name + ".dw", x, b.expanded, b.kernel, b.stride, b.expanded, b.activation);
    if (b.squeeze) {
      String gate = net.add(name + ".se.pool", new Op.GlobalAveragePool(), x);
      gate = net.conv(name + ".se.fc1", gate, divisible(b.expanded / 4.0), 1, 1, 1, true);
      gate = net.add(name + ".se.relu", RELU, gate);
      gate = net.conv(name + ".se.fc2", gate, b.expanded, 1, 1, 1, true);
      gate = net.add(name + ".se.gate", HARD_SIGMOID, gate);
      x = net.add(name + ".se.mul", new Op.Mul(), x, gate);
    }
    x = net.conv(name + ".project", x, b.out, 1, 1, 1, false);
    x = net.batchNorm(name + ".project.bn", x);
    return b.stride == 1 && b.out == inputChannels
        ? net.add(name + ".add", new Op.Add(), input, x)
        : x;
  }

  private String layer(
      String name, String input, int channels, int kernel, int stride, int groups, Op activation) {
    String x = net.conv(name + ".conv", input, channels, kernel, stride, groups, false);
    return net.add(name + ".act", activation, net.batchNorm(name + ".bn", x));
  }

  private int channels(String tensor) {
    return net.shape(tensor).channels();
  }

  /** Rounds channels to a multiple of 8, never more than 10 % down. */
  private static int divisible(double value) {
    int rounded = Math.max(8, (int) (value + 4) / 8 * 8);
    return rounded < 0.9 * value ? rounded + 8 : rounded;
  }
}

package dev.octet.model.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every op alone, at the edges, against ONNX Runtime. */
class OpExecutionTest {
  private static final double STRICT = 1e-5;

  private static Window window(
      int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int... rest) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        rest[0],
        rest[1],
        rest[2],
        rest[3],
        rest[4],
        rest[5]);
  }

  static Stream<Arguments> windows() {
    return Stream.of(
        Arguments.of("1x1", window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1)),
        Arguments.of("1x1 stride 2", window(1, 1, 2, 2, 0, 0, 0, 0, 1, 1)),
        Arguments.of("3x3", window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1)),
        Arguments.of("3x3 stride 2 asymmetric", window(3, 3, 2, 2, 0, 0, 1, 1, 1, 1)),
        Arguments.of("5x5 stride 2", window(5, 5, 2, 2, 2, 2, 2, 2, 1, 1)),
        Arguments.of("3x3 dilation 2, 3", window(3, 3, 1, 1, 2, 3, 2, 3, 2, 3)),
        Arguments.of("1x7 stride 1, 2", window(1, 7, 1, 2, 0, 3, 0, 3, 1, 1)),
        Arguments.of("7x2 wide padding", window(7, 2, 3, 1, 6, 1, 3, 0, 1, 1)),
        Arguments.of("5x5 dilation 3, stride 2", window(5, 5, 2, 2, 6, 6, 6, 6, 3, 3)),
        Arguments.of("whole map", window(13, 11, 1, 1, 0, 0, 0, 0, 1, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("windows")
  void convolves(String name, Window window) {
    // Channels below, at and above vector and block widths; groups between dense and depthwise.
    int[][] cases = {
      {1, 1, 1},
      {3, 8, 1},
      {16, 16, 1},
      {5, 17, 1},
      {24, 72, 1},
      {7, 131, 1},
      {12, 24, 3},
      {64, 64, 2},
      {3, 3, 3},
      {16, 16, 16},
      {33, 33, 33},
      {72, 72, 72},
      {6, 12, 6}
    };
    RandomNetwork net = new RandomNetwork(11, new Shape(13, 11, 3));
    List<String> outputs = new ArrayList<>();
    for (int[] c : cases) {
      String id = c[0] + "." + c[1] + "." + c[2];
      String wide = net.conv(id + ".in", net.input(), c[0], 1, 1, 1, true);
      outputs.add(net.conv(id, wide, c[1], window, c[2], true));
    }
    String last = net.add("all", new Op.Concat(), outputs.toArray(String[]::new));
    assertTrue(OracleComparison.check(net.build(name, last), 5) < STRICT);
  }

  static Stream<Arguments> pools() {
    return windows().filter(a -> !a.get()[0].toString().contains("wide padding"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pools")
  void pools(String name, Window window) {
    RandomNetwork net = new RandomNetwork(12, new Shape(13, 11, 21));
    List<String> outputs = new ArrayList<>();
    boolean padded = window.padTop < window.kernelHeight && window.padLeft < window.kernelWidth;
    boolean dilated = window.dilationHeight > 1 || window.dilationWidth > 1;
    if (padded) {
      outputs.add(net.add("max", new Op.MaxPool(window), net.input()));
    }
    if (padded && !dilated) {
      outputs.add(net.add("mean", new Op.AveragePool(window, false), net.input()));
      outputs.add(net.add("mean.padded", new Op.AveragePool(window, true), net.input()));
    }
    outputs.add(net.conv("conv", net.input(), 4, window, 1, false));
    String last = net.add("all", new Op.Concat(), outputs.toArray(String[]::new));
    assertTrue(OracleComparison.check(net.build(name, last), 5) < STRICT);
  }

  @Test
  void computesEveryElementwiseOp() {
    RandomNetwork net = new RandomNetwork(13, new Shape(9, 10, 19));
    String x = net.add("spread", affine(19, 4f, 0.5f), net.input());
    String gate = net.add("pool", new Op.GlobalAveragePool(), x);
    gate = net.add("sigmoid", new Op.HardSigmoid(0.2f, 0.4f), gate);
    String y = net.add("swish", new Op.HardSwish(), x);
    y = net.add("gated", new Op.Mul(), y, gate);
    y = net.add("product", new Op.Mul(), y, x);
    y = net.add("double", new Op.Add(), y, y);
    y = net.add("sum", new Op.Add(), x, y);
    y = net.batchNorm("bn", y);
    y = net.add("clip", new Op.Clip(-5, 70), y);
    y = net.add("relu", new Op.Clip(0, Float.POSITIVE_INFINITY), y);
    y = net.add("pad", new Op.Pad(1, 0, 2, 3, -1.5f), y);
    y = net.add("both", new Op.Concat(), y, y);
    FloatGraph graph = net.build("elementwise", y);
    assertTrue(OracleComparison.check(graph, 6) < STRICT);
  }

  private static Op affine(int channels, float scale, float shift) {
    float[] gamma = new float[channels];
    float[] beta = new float[channels];
    float[] ones = new float[channels];
    Arrays.fill(gamma, scale);
    Arrays.fill(beta, shift);
    Arrays.fill(ones, 1);
    return new Op.BatchNorm(gamma, beta, new float[channels], ones, 0, false);
  }

  /** A residual whose other branch is computed between the convolution and the sum. */
  @Test
  void fusesOnlyWhatNobodyElseReads() {
    RandomNetwork net = new RandomNetwork(14, new Shape(12, 12, 16));
    String a = net.batchNorm("a.bn", net.conv("a", net.input(), 32, 3, 1, 1, true));
    String b = net.add("a.act", new Op.Clip(0, 6), a);
    String c = net.batchNorm("c.bn", net.conv("c", b, 32, 1, 1, 1, false));
    String sum = net.add("sum", new Op.Add(), a, c);
    String d = net.conv("d", sum, 32, 3, 1, 32, false);
    String out = net.add("out", new Op.Add(), sum, net.batchNorm("d.bn", d));
    assertTrue(OracleComparison.check(net.build("branches", out), 8) < STRICT);
  }

  @Test
  void takesAGraphWithoutNodes() {
    RandomNetwork net = new RandomNetwork(1, new Shape(2, 3, 4));
    FloatGraph graph = net.build("nothing", net.input());
    float[] input = MobileNets.input(graph, 1);
    float[] output = new FloatExecutor(graph).newSession().run(input);
    assertArrayEquals(input, output);
  }

  @Test
  void givesTheSameAnswerInASessionUsedManyTimes() {
    FloatGraph graph = MobileNets.v3Small(64, 10, 3);
    FloatExecutor executor = new FloatExecutor(graph);
    float[] first = MobileNets.input(graph, 1);
    float[] second = MobileNets.input(graph, 2);
    FloatSession session = executor.newSession();
    float[] expected = session.run(first);
    session.run(second, (tensor, shape, values) -> {});
    session.run(second, 2);
    assertArrayEquals(expected, session.run(first));
    assertArrayEquals(expected, executor.run(first, 4));
  }

  @Test
  void goesOnWithWhatAVisitorLeavesBehind() {
    FloatGraph graph = MobileNets.v2(32, 0.35, 10, 3);
    FloatSession session = new FloatExecutor(graph).newSession();
    float[] input = MobileNets.input(graph, 1);
    float[] plain = session.run(input);
    float[] logits = new float[10];
    session.run(
        input,
        Set.of("pool.out", graph.outputName()),
        (tensor, shape, values) -> {
          if (tensor.equals("pool.out")) {
            Arrays.fill(values, 0, shape.elements(), 0f);
          } else {
            System.arraycopy(values, 0, logits, 0, logits.length);
          }
        });
    Op.Conv classifier = (Op.Conv) graph.nodes().get(graph.nodes().size() - 1).op();
    assertArrayEquals(classifier.bias(), logits);
    assertArrayEquals(plain, session.run(input));
  }

  @Test
  void refusesAnInputOfAnotherSize() {
    FloatExecutor executor = new FloatExecutor(MobileNets.v1(32, 0.25, 10, 1));
    FloatSession session = executor.newSession();
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> session.run(new float[5]));
    assertTrue(failure.getMessage().contains("32x32x3"), failure.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> session.run(new float[32 * 32 * 3], Set.of("nobody"), (t, s, v) -> {}));
    assertEquals("mobilenet_v1", executor.graph().name());
  }

  @Test
  void usesVectorsWhereTheModuleIsPresent() {
    // The build adds the module; without this check the vector code could go untested.
    String name = new FloatExecutor(MobileNets.v1(32, 0.25, 10, 1)).kernelName();
    assertTrue(name.startsWith("vector "), name);
  }
}

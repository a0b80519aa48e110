package dev.octet.quantizer;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Rearrangements;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Sampling.Coordinates;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.TransposedConvolution;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.runtime.schedule.operation.Window;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parts of networks with operators beyond MobileNet's; each begins at a map of 8 channels. */
final class OperatorMiddles {
  private OperatorMiddles() {}

  static Map<String, CustomNetworkTest.Middle> all() {
    Map<String, CustomNetworkTest.Middle> all = new LinkedHashMap<>();
    for (UnaryFunction function :
        new UnaryFunction[] {
          UnaryFunction.SIGMOID,
          UnaryFunction.TANH,
          UnaryFunction.SILU,
          UnaryFunction.ELU,
          UnaryFunction.SOFTPLUS,
          UnaryFunction.EXP
        }) {
      all.put(
          function + " of a convolution",
          (net, x) -> net.add("f", new Op.Unary(function), net.conv("v", x, 8, 3, 1, 1, true)));
    }
    all.put(
        "curves of a map that others read",
        (net, x) -> {
          String silu = net.add("f", new Op.Unary(UnaryFunction.SILU), x);
          return net.add("a", new Op.Add(), silu, x);
        });
    all.put(
        "sigmoid gate after SiLU",
        (net, x) -> {
          String gate =
              net.conv("fc1", net.add("p", new Op.GlobalAveragePool(), x), 4, 1, 1, 1, true);
          gate = net.add("silu", new Op.Unary(UnaryFunction.SILU), gate);
          gate = net.conv("fc2", gate, 8, 1, 1, 1, true);
          gate = net.add("sigmoid", new Op.Unary(UnaryFunction.SIGMOID), gate);
          return net.add("mul", new Op.Mul(), x, gate);
        });
    all.put(
        "PReLU",
        (net, x) ->
            net.add(
                "f",
                new Op.PRelu(new float[] {0, 0.1f, 0.25f, 1, 1.5f, -0.2f, 0.3f, -1}),
                net.conv("v", x, 8, 3, 1, 1, true)));
    all.put(
        "channel shuffle", (net, x) -> net.add("s", Rearrangements.shuffle(net.shape(x), 4), x));
    all.put(
        "split and joined",
        (net, x) -> {
          String a = net.add("a", Rearrangements.channels(net.shape(x), 1, 2, 4), x);
          String b = net.add("b", Rearrangements.channels(net.shape(x), 0, 1, 3), x);
          return net.add("cat", new Op.Concat(), net.conv("v", a, 5, 3, 1, 1, true), b);
        });
    all.put(
        "rows and columns picked",
        (net, x) ->
            net.add(
                "r",
                Rearrangements.pixels(
                    net.shape(x), new int[] {9, 7, 0, 0}, new int[] {0, 2, 4, 16}),
                x));
    for (boolean columnRowDepth : new boolean[] {false, true}) {
      all.put(
          "depth to space " + columnRowDepth,
          (net, x) ->
              net.add("d", Rearrangements.depthToSpace(net.shape(x), 2, columnRowDepth), x));
    }
    all.put(
        "space to depth",
        (net, x) -> {
          String even = net.conv("v", x, 4, new Window(2, 2, 1, 1, 0, 0, 0, 0, 1, 1), 1, true);
          return net.add("d", Rearrangements.spaceToDepth(net.shape(even), 2), even);
        });
    for (Coordinates coordinates : Coordinates.values()) {
      all.put("bilinear " + coordinates, (net, x) -> resized(net, x, 23, 9, coordinates));
    }
    all.put(
        "nearest",
        (net, x) -> {
          Sampling rows =
              Sampling.nearest(11, 22, Coordinates.ASYMMETRIC, 0.5, Sampling.Rounding.FLOOR);
          Sampling columns =
              Sampling.nearest(17, 34, Coordinates.ASYMMETRIC, 0.5, Sampling.Rounding.FLOOR);
          return net.add("r", new Op.Resize(rows, columns), x);
        });
    all.put(
        "transposed convolution",
        (net, x) -> {
          TransposedConvolution up =
              TransposedConvolution.of(
                  net.shape(x),
                  new Window(3, 4, 2, 2, 1, 1, 1, 1, 1, 1),
                  1,
                  0,
                  2,
                  6,
                  net.normal(6 * 12 * 4, 0, 0.3),
                  net.normal(6, 0, 0.1));
          String map = net.add("up", up.convolution(), x);
          return net.add("pixels", up.pixels(), map);
        });
    all.put(
        "softmax over channels",
        (net, x) -> {
          String softmax = net.add("s", new Op.Softmax(), net.conv("v", x, 8, 3, 1, 1, true));
          return net.add("mul", new Op.Mul(), x, softmax);
        });
    all.put(
        "L2 normalization",
        (net, x) -> net.add("n", new Op.L2Normalize(1e-12f), net.conv("v", x, 8, 3, 1, 1, true)));
    return all;
  }

  private static String resized(
      RandomNetwork net, String x, int height, int width, Coordinates coordinates) {
    Shape in = net.shape(x);
    return net.add(
        "r",
        new Op.Resize(
            Sampling.linear(in.height(), height, coordinates, (double) in.height() / height),
            Sampling.linear(in.width(), width, coordinates, (double) in.width() / width)),
        x);
  }
}

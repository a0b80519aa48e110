package dev.octet.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * A network of random operators, shapes and attributes, the same for a seed: a few steps over maps
 * (convolutions, pools, activations, sums, gates, concatenations), then a head.
 */
final class RandomOnnxGraph {
  /** A map that can be read: its name and extents. */
  private record Map(String name, int channels, int height, int width) {
    Map as(String other) {
      return new Map(other, channels, height, width);
    }
  }

  private static final int MOST_CHANNELS = 24;

  private final SplittableRandom random;
  private final OnnxModelBuilder model;
  private final List<Map> maps = new ArrayList<>();
  private final int opset;
  private int constants;

  private RandomOnnxGraph(long seed) {
    random = new SplittableRandom(seed);
    opset = between(14, 22);
    model = new OnnxModelBuilder(opset);
  }

  /** The network of a seed. */
  static OnnxModelBuilder of(long seed) {
    RandomOnnxGraph graph = new RandomOnnxGraph(seed);
    graph.build();
    return graph.model;
  }

  private void build() {
    Map input = new Map("input", between(1, 6), between(5, 20), between(5, 20));
    model.input("input", 1, input.channels, input.height, input.width);
    maps.add(conv(input));
    int steps = between(1, 7);
    for (int i = 0; i < steps; i++) {
      maps.add(step(last()));
    }
    head(last());
  }

  private Map last() {
    return maps.get(maps.size() - 1);
  }

  private Map step(Map x) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> conv(x);
      case 4 -> norm(x);
      case 5, 6, 7 -> activation(x);
      case 8 -> maxPool(x);
      case 9 -> averagePool(x);
      case 10 -> gate(x);
      case 11 -> affine(x);
      case 12 -> sum(x);
      case 13 -> concat(x);
      case 14 -> pad(x);
      default ->
          chance(2)
              ? x.as(model.node("Identity", List.of(x.name)))
              : x.as(model.node("Dropout", List.of(x.name)));
    };
  }

  private Map conv(Map x) {
    int[] kernel = {between(1, chance(3) ? 7 : 3), between(1, chance(3) ? 7 : 3)};
    int[] stride = {between(1, 2), between(1, 2)};
    int[] dilation = {chance(5) ? 2 : 1, chance(5) ? 2 : 1};
    int groups = chance(3) ? x.channels : chance(4) ? divisor(x.channels) : 1;
    int outputs =
        groups == 1 ? between(1, MOST_CHANNELS) : groups * between(1, Math.max(1, 24 / groups));
    List<AttributeProto> attributes = new ArrayList<>();
    int[] span = {(kernel[0] - 1) * dilation[0] + 1, (kernel[1] - 1) * dilation[1] + 1};
    // ONNX Runtime takes automatic padding without dilation only.
    boolean dense = dilation[0] == 1 && dilation[1] == 1;
    int[] out = window(x, span, stride, attributes, dense, true);
    if (out[0] < 1 || out[1] < 1) {
      return x;
    }
    attributes.add(OnnxModelBuilder.ints("kernel_shape", kernel[0], kernel[1]));
    attributes.add(OnnxModelBuilder.ints("strides", stride[0], stride[1]));
    attributes.add(OnnxModelBuilder.ints("dilations", dilation[0], dilation[1]));
    attributes.add(OnnxModelBuilder.integer("group", groups));
    int perGroup = x.channels / groups;
    double scale = 1 / Math.sqrt((double) perGroup * kernel[0] * kernel[1]);
    List<String> inputs = new ArrayList<>(List.of(x.name));
    inputs.add(normal(0, scale, outputs, perGroup, kernel[0], kernel[1]));
    if (chance(2)) {
      inputs.add(normal(0, 0.3, outputs));
    }
    return new Map(node("Conv", inputs, attributes), outputs, out[0], out[1]);
  }

  /** Chooses padding, adds its attributes and says how large the output is. */
  private int[] window(
      Map x,
      int[] span,
      int[] stride,
      List<AttributeProto> attributes,
      boolean automatic,
      boolean anyPad) {
    int[] extents = {x.height, x.width};
    int[] out = new int[2];
    int kind = automatic ? random.nextInt(6) : 2 + random.nextInt(4);
    if (kind < 2) {
      attributes.add(OnnxModelBuilder.text("auto_pad", kind == 0 ? "SAME_UPPER" : "SAME_LOWER"));
      for (int i = 0; i < 2; i++) {
        out[i] = (extents[i] + stride[i] - 1) / stride[i];
      }
      return out;
    }
    int[] pads = new int[4];
    if (kind > 2) {
      for (int i = 0; i < 2; i++) {
        int symmetric = span[i] / 2;
        pads[i] = anyPad && chance(3) ? random.nextInt(span[i]) : Math.min(symmetric, span[i] - 1);
        pads[i + 2] = anyPad && chance(3) ? random.nextInt(span[i]) : pads[i];
      }
    }
    attributes.add(OnnxModelBuilder.ints("pads", pads[0], pads[1], pads[2], pads[3]));
    for (int i = 0; i < 2; i++) {
      int padded = extents[i] + pads[i] + pads[i + 2];
      out[i] = padded < span[i] ? 0 : (padded - span[i]) / stride[i] + 1;
    }
    return out;
  }

  private Map norm(Map x) {
    int c = x.channels;
    List<String> inputs =
        List.of(
            x.name, normal(1, 0.3, c), normal(0, 0.3, c), normal(0, 0.3, c), uniform(0.3, 2, c));
    return x.as(
        model.node(
            "BatchNormalization",
            inputs,
            OnnxModelBuilder.number("epsilon", chance(2) ? 1e-5 : 1e-3)));
  }

  private Map activation(Map x) {
    String name =
        switch (random.nextInt(7)) {
          case 0, 1 -> model.node("Relu", List.of(x.name));
          case 2 ->
              model.node("Clip", List.of(x.name, scalar(0), scalar(chance(2) ? 6 : real(0.5, 3))));
          case 3 -> model.node("Clip", List.of(x.name, scalar(real(-2, 0)), scalar(real(0.1, 2))));
          case 4 ->
              model.node(
                  "HardSigmoid",
                  List.of(x.name),
                  OnnxModelBuilder.number("alpha", chance(2) ? 1 / 6.0 : real(0.05, 0.6)),
                  OnnxModelBuilder.number("beta", chance(2) ? 0.5 : real(0, 1)));
          case 5 ->
              model.node(
                  "LeakyRelu", List.of(x.name), OnnxModelBuilder.number("alpha", real(0.01, 0.4)));
          default -> hardSwish(x.name);
        };
    return x.as(name);
  }

  /** As one node, or in the parts that older exporters write. */
  private String hardSwish(String x) {
    if (chance(2)) {
      return model.node("HardSwish", List.of(x));
    }
    String plus = model.node("Add", List.of(x, scalar(3)));
    String clipped = model.node("Clip", List.of(plus, scalar(0), scalar(6)));
    return chance(2)
        ? model.node("Mul", List.of(x, model.node("Div", List.of(clipped, scalar(6)))))
        : model.node("Div", List.of(model.node("Mul", List.of(x, clipped)), scalar(6)));
  }

  private Map maxPool(Map x) {
    return pool(x, "MaxPool", List.of());
  }

  private Map averagePool(Map x) {
    return pool(
        x,
        "AveragePool",
        // From opset 19 on, the ONNX Runtime of the tests counts padding wrongly; newer ones do
        // not.
        List.of(OnnxModelBuilder.integer("count_include_pad", opset < 19 ? random.nextInt(2) : 0)));
  }

  private Map pool(Map x, String op, List<AttributeProto> own) {
    int[] kernel = {between(1, 4), between(1, 4)};
    int[] stride = {between(1, 2), between(1, 2)};
    List<AttributeProto> attributes = new ArrayList<>(own);
    int[] out = window(x, kernel, stride, attributes, true, false);
    if (out[0] < 1 || out[1] < 1) {
      return x;
    }
    attributes.add(OnnxModelBuilder.ints("kernel_shape", kernel[0], kernel[1]));
    attributes.add(OnnxModelBuilder.ints("strides", stride[0], stride[1]));
    return new Map(node(op, List.of(x.name), attributes), x.channels, out[0], out[1]);
  }

  /** A squeeze-excite, with the pool as one node or as a mean. */
  private Map gate(Map x) {
    String mean =
        chance(2)
            ? model.node("GlobalAveragePool", List.of(x.name))
            : model.node("GlobalAveragePool", List.of(model.node("Identity", List.of(x.name))));
    int squeezed = between(1, 8);
    String reduce =
        model.node(
            "Conv",
            List.of(mean, normal(0, 0.6, squeezed, x.channels, 1, 1), normal(0, 0.3, squeezed)));
    String relu = model.node("Relu", List.of(reduce));
    String expand =
        model.node(
            "Conv",
            List.of(relu, normal(0, 0.6, x.channels, squeezed, 1, 1), normal(0, 0.3, x.channels)));
    String gate =
        model.node("HardSigmoid", List.of(expand), OnnxModelBuilder.number("alpha", 1 / 6.0));
    return x.as(model.node("Mul", chance(2) ? List.of(x.name, gate) : List.of(gate, x.name)));
  }

  private Map affine(Map x) {
    String constant = chance(3) ? scalar(real(0.3, 2)) : uniform(0.3, 2, 1, x.channels, 1, 1);
    String op = List.of("Add", "Sub", "Mul", "Div").get(random.nextInt(4));
    return x.as(model.node(op, List.of(x.name, constant)));
  }

  private Map sum(Map x) {
    for (Map other : maps) {
      if (!other.equals(x)
          && other.channels == x.channels
          && other.height == x.height
          && other.width == x.width) {
        return x.as(model.node(chance(4) ? "Sum" : "Add", List.of(x.name, other.name)));
      }
    }
    Map branch = conv1x1(x, x.channels);
    return x.as(model.node("Add", List.of(branch.name, x.name)));
  }

  private Map conv1x1(Map x, int outputs) {
    double scale = 1 / Math.sqrt(x.channels);
    String weights = normal(0, scale, outputs, x.channels, 1, 1);
    return new Map(
        model.node("Conv", List.of(x.name, weights, normal(0, 0.3, outputs))),
        outputs,
        x.height,
        x.width);
  }

  private Map concat(Map x) {
    Map other = x;
    for (Map map : maps) {
      other = map.height == x.height && map.width == x.width && !map.equals(x) ? map : other;
    }
    if (other.equals(x) || other.channels + x.channels > 2 * MOST_CHANNELS) {
      other = conv1x1(x, between(1, 6));
    }
    String name =
        model.node("Concat", List.of(other.name, x.name), OnnxModelBuilder.integer("axis", 1));
    return new Map(name, other.channels + x.channels, x.height, x.width);
  }

  private Map pad(Map x) {
    int[] by = {random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)};
    String pads = "c" + constants++;
    model.longs(pads, 0, 0, by[0], by[1], 0, 0, by[2], by[3]);
    List<String> inputs = new ArrayList<>(List.of(x.name, pads));
    if (chance(3)) {
      inputs.add(scalar(real(-1, 1)));
    }
    return new Map(
        model.node("Pad", inputs), x.channels, x.height + by[0] + by[2], x.width + by[1] + by[3]);
  }

  private void head(Map x) {
    int classes = between(2, 8);
    Map pooled = x;
    if (x.height * x.width > 40 || chance(3)) {
      pooled = new Map(model.node("GlobalAveragePool", List.of(x.name)), x.channels, 1, 1);
    }
    String flat = model.node("Flatten", List.of(pooled.name));
    int features = pooled.channels * pooled.height * pooled.width;
    String weights = normal(0, 1 / Math.sqrt(features), features, classes);
    String logits =
        chance(2)
            ? model.node("Gemm", List.of(flat, weights, normal(0, 0.3, classes)))
            : model.node(
                "Add",
                List.of(model.node("MatMul", List.of(flat, weights)), normal(0, 0.3, classes)));
    model.output(chance(3) ? model.node("Softmax", List.of(logits)) : logits);
  }

  private String node(String op, List<String> inputs, List<AttributeProto> attributes) {
    return model.node(op, inputs, attributes.toArray(new AttributeProto[0]));
  }

  private String scalar(double value) {
    return model.scalar("c" + constants++, value);
  }

  private String normal(double mean, double deviation, int... dims) {
    return constant(() -> mean + deviation * random.nextGaussian(), dims);
  }

  private String uniform(double low, double high, int... dims) {
    return constant(() -> real(low, high), dims);
  }

  private String constant(DoubleSupplier value, int... dims) {
    long[] extents = new long[dims.length];
    int count = 1;
    for (int i = 0; i < dims.length; i++) {
      extents[i] = dims[i];
      count *= dims[i];
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) value.getAsDouble();
    }
    return model.floats("c" + constants++, extents, values);
  }

  private double real(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private int divisor(int number) {
    int divisor = between(1, number);
    while (number % divisor != 0) {
      divisor--;
    }
    return divisor;
  }
}

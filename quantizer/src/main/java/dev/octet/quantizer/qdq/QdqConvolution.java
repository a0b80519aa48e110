package dev.octet.quantizer.qdq;

import static dev.octet.quantizer.qdq.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import java.util.List;

/**
 * A convolution of the schedule (docs/arithmetic.md, equation 3) as Conv on dequantized weights.
 * The weights of output channel o have the scale {@code accumulatorScale[o] / inputScale[c]}: one
 * DequantizeLinear per channel, and where input channels differ a Mul with {@code 1 / inputScale}.
 */
record QdqConvolution(OnnxGraph graph, QdqTensors tensors) {
  /** Adds the convolution; returns the name of its sums. */
  String add(Convolution convolution) {
    TensorSpec output = tensors.spec(convolution.output());
    double[] accumulator = QdqEpilogue.accumulatorScale(convolution.epilogue, output);
    String weights = weights(convolution, accumulator);
    String bias = bias(convolution, accumulator);
    Window w = convolution.window;
    return graph.node(
        "Conv",
        output.name() + "_sum",
        List.of(tensors.representable(convolution.input(0)), weights, bias),
        attribute("kernel_shape", w.kernelHeight, w.kernelWidth),
        attribute("strides", w.strideHeight, w.strideWidth),
        attribute("pads", w.padTop, w.padLeft, w.padBottom, w.padRight),
        attribute("dilations", w.dilationHeight, w.dilationWidth),
        attribute("group", (long) convolution.groups));
  }

  private String weights(Convolution convolution, double[] accumulator) {
    TensorSpec input = tensors.spec(convolution.input(0));
    Window window = convolution.window;
    int outputs = accumulator.length;
    int taps = window.kernelHeight * window.kernelWidth;
    int perGroup = input.channels() / convolution.groups;
    String name = tensors.spec(convolution.output()).name() + "_weight";
    String elements =
        graph.integers(
            name + "_quantized",
            TensorProto.DataType.INT8,
            outputs * perGroup * taps,
            i -> {
              int tap = i % taps;
              int channel = i / taps % perGroup;
              int out = i / taps / perGroup;
              return convolution.weights.at((out * taps + tap) * perGroup + channel);
            },
            outputs,
            perGroup,
            window.kernelHeight,
            window.kernelWidth);
    boolean oneInputScale = input.quantizationCount() == 1 || perGroup == 1;
    double[] scale = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      int firstChannel = o / (outputs / convolution.groups) * perGroup;
      scale[o] = oneInputScale ? accumulator[o] / input.scale(firstChannel) : accumulator[o];
    }
    String real = dequantize(name, elements, scale, TensorProto.DataType.INT8);
    return oneInputScale ? real : perInputChannel(name, real, convolution, perGroup, outputs);
  }

  private String perInputChannel(
      String name, String real, Convolution convolution, int perGroup, int outputs) {
    TensorSpec input = tensors.spec(convolution.input(0));
    int perGroupOutputs = outputs / convolution.groups;
    boolean dense = convolution.groups == 1;
    int rows = dense ? 1 : outputs;
    double[] factor = new double[rows * perGroup];
    for (int i = 0; i < factor.length; i++) {
      int group = dense ? 0 : i / perGroup / perGroupOutputs;
      factor[i] = 1 / input.scale(group * perGroup + i % perGroup);
    }
    String factors = graph.floats(name + "_input_scale", factor, rows, perGroup, 1, 1);
    return graph.node("Mul", name, List.of(real, factors));
  }

  /**
   * The schedule's bias has the input's zero points folded in; here those that ONNX represents come
   * out again, and what is left of the others stays.
   */
  private String bias(Convolution convolution, double[] accumulator) {
    TensorSpec input = tensors.spec(convolution.input(0));
    int outputs = accumulator.length;
    int taps = convolution.window.kernelHeight * convolution.window.kernelWidth;
    int perGroup = input.channels() / convolution.groups;
    long[] bias = new long[outputs];
    boolean fits = true;
    for (int o = 0; o < outputs; o++) {
      int firstChannel = o / (outputs / convolution.groups) * perGroup;
      bias[o] = convolution.bias[o];
      for (int i = 0; i < taps * perGroup; i++) {
        int zeroPoint = tensors.zeroPoint(convolution.input(0), firstChannel + i % perGroup);
        bias[o] += (long) convolution.weights.at(o * taps * perGroup + i) * zeroPoint;
      }
      fits &= bias[o] == (int) bias[o];
    }
    String name = tensors.spec(convolution.output()).name() + "_bias";
    if (!fits) {
      double[] real = new double[outputs];
      for (int o = 0; o < outputs; o++) {
        real[o] = bias[o] * accumulator[o];
      }
      return graph.floats(name, real, outputs);
    }
    String elements =
        graph.integers(
            name + "_quantized", TensorProto.DataType.INT32, outputs, o -> bias[o], outputs);
    return dequantize(name, elements, accumulator, TensorProto.DataType.INT32);
  }

  private String dequantize(
      String name, String elements, double[] scale, TensorProto.DataType type) {
    String scales = graph.floats(name + "_scale", scale, scale.length);
    String zero = graph.integers(name + "_zero_point", type, scale.length, o -> 0, scale.length);
    return graph.node(
        "DequantizeLinear",
        name + "_dequantized",
        List.of(elements, scales, zero),
        attribute("axis", 0L));
  }
}

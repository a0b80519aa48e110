package dev.octet.quantizer.qdq;

import static dev.octet.quantizer.qdq.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Activation tensors as pairs of QuantizeLinear and DequantizeLinear (docs/arithmetic.md, equation
 * 1): per channel where the schedule has a scale for each channel.
 *
 * <p>A zero point of ONNX is an element. The schedule's may be fractional (a photo's) or lie
 * outside the elements (of a channel that never comes near 0.0): then a summand in front of
 * QuantizeLinear moves the nearest element to 0.0.
 */
final class QdqTensors {
  private static final long CHANNEL_AXIS = 1;

  private final OnnxGraph graph;
  private final TensorSpec[] specs;
  private final String[] quantized;
  private final String[] zeroPoints;
  private final String[] representable;
  private final String[] real;
  private final String[] byProduct;

  QdqTensors(OnnxGraph graph, TensorSpec[] specs) {
    this.graph = graph;
    this.specs = specs;
    this.quantized = new String[specs.length];
    this.zeroPoints = new String[specs.length];
    this.representable = new String[specs.length];
    this.real = new String[specs.length];
    this.byProduct = new String[specs.length];
  }

  TensorSpec spec(int tensor) {
    return specs[tensor];
  }

  /** Whether the tensor has a scale for each channel. */
  boolean perChannel(int tensor) {
    return specs[tensor].quantizationCount() > 1;
  }

  /** The name of the tensor's real values after quantization. */
  String real(int tensor) {
    if (real[tensor] == null) {
      real[tensor] = moved(representable[tensor], tensor, -1);
    }
    return real[tensor];
  }

  /**
   * The real values once more, their scale as a Mul after DequantizeLinear: ONNX Runtime fuses any
   * other step between DequantizeLinear and QuantizeLinear into kernels that refuse a scale for
   * each channel.
   */
  String realByProduct(int tensor) {
    if (byProduct[tensor] == null) {
      TensorSpec spec = specs[tensor];
      double[] scale = new double[spec.quantizationCount()];
      double[] ones = new double[scale.length];
      Arrays.setAll(scale, spec::scale);
      Arrays.fill(ones, 1);
      String name = spec.name() + "_integer";
      String integers =
          graph.node(
              "DequantizeLinear",
              name,
              List.of(
                  quantized[tensor],
                  graph.floats(name + "_scale", ones, extents(spec)),
                  zeroPoints[tensor]),
              attribute("axis", CHANNEL_AXIS));
      byProduct[tensor] = moved(graph.times(integers, scale), tensor, -1);
    }
    return byProduct[tensor];
  }

  /** The same as {@link #real} without taking out the summand in front: 0.0 is an element. */
  String representable(int tensor) {
    return representable[tensor];
  }

  /** The element that ONNX takes for 0.0 in a channel. */
  int zeroPoint(int tensor, int channel) {
    TensorSpec spec = specs[tensor];
    double nearest = Math.floor(spec.zeroPoint(channel) + 0.5);
    return (int) Math.min(Math.max(nearest, spec.type().min()), spec.type().max());
  }

  /** Quantizes and dequantizes a tensor that a step has computed. */
  void round(int tensor, String computed) {
    TensorSpec spec = specs[tensor];
    double[] scale = new double[spec.quantizationCount()];
    Arrays.setAll(scale, spec::scale);
    String scales = graph.floats(spec.name() + "_scale", scale, extents(spec));
    zeroPoints[tensor] =
        graph.integers(
            spec.name() + "_zero_point",
            type(spec.type()),
            scale.length,
            c -> zeroPoint(tensor, c),
            extents(spec));
    quantized[tensor] =
        quantize(spec.name(), moved(computed, tensor, 1), scales, zeroPoints[tensor]);
    representable[tensor] = dequantize(spec.name(), quantized[tensor], scales, zeroPoints[tensor]);
  }

  /** Rounds the 16-bit pre-activation of a hard-swish, in units of 2^-fractionBits. */
  String roundPreActivation(String computed, int fractionBits) {
    String scale = graph.floats(computed + "_scale", new double[] {Math.scalb(1.0, -fractionBits)});
    String zeroPoint =
        graph.integers(computed + "_zero_point", TensorProto.DataType.INT16, 1, c -> 0);
    String elements = quantize(computed, computed, scale, zeroPoint);
    return dequantize(computed, elements, scale, zeroPoint);
  }

  private String quantize(String name, String value, String scale, String zeroPoint) {
    return linear("QuantizeLinear", name + "_quantized", value, scale, zeroPoint);
  }

  private String dequantize(String name, String elements, String scale, String zeroPoint) {
    return linear("DequantizeLinear", name + "_dequantized", elements, scale, zeroPoint);
  }

  private String linear(String type, String name, String input, String scale, String zeroPoint) {
    return graph.node(
        type, name, List.of(input, scale, zeroPoint), attribute("axis", CHANNEL_AXIS));
  }

  private static long[] extents(TensorSpec spec) {
    return spec.quantizationCount() == 1 ? new long[0] : new long[] {spec.quantizationCount()};
  }

  private String moved(String value, int tensor, int sign) {
    TensorSpec spec = specs[tensor];
    double[] summand = new double[spec.quantizationCount()];
    boolean none = true;
    for (int c = 0; c < summand.length; c++) {
      summand[c] = sign * spec.scale(c) * (spec.zeroPoint(c) - zeroPoint(tensor, c));
      none &= summand[c] == 0;
    }
    return none ? value : graph.plus(value, summand);
  }

  private static TensorProto.DataType type(ElementType type) {
    return type.wide() ? TensorProto.DataType.INT16 : TensorProto.DataType.INT8;
  }
}

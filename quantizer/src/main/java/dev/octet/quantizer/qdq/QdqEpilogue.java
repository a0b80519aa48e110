package dev.octet.quantizer.qdq;

import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.Rescale;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What an {@link Epilogue} means in real numbers: residual, hard-swish or clamp
 * (docs/arithmetic.md, equations 10 to 12). Its rounding becomes the QuantizeLinear after it.
 */
final class QdqEpilogue {
  private static final double[] USUAL_BOUNDS = {0, 1, 6};

  /** Factors this close to 1 are 1 in the float network: multipliers are rounded. */
  private static final double SAME = 1e-3;

  private final OnnxGraph graph;
  private final QdqTensors tensors;

  QdqEpilogue(OnnxGraph graph, QdqTensors tensors) {
    this.graph = graph;
    this.tensors = tensors;
  }

  /** The real value of an accumulator unit in each output channel. */
  static double[] accumulatorScale(Epilogue epilogue, TensorSpec output) {
    Rescale rescale = epilogue.rescale;
    double[] scale = new double[rescale.multiplier.length];
    for (int c = 0; c < scale.length; c++) {
      double unit =
          epilogue.hardSwish == null
              ? output.scale(c)
              : Math.scalb(1.0, -epilogue.hardSwish.fractionBits);
      scale[c] = Math.scalb(unit * rescale.multiplier[c], -rescale.shift[c]);
    }
    return scale;
  }

  /** Adds the nodes after a step's sum; returns the name of what is to be rounded. */
  String apply(String sum, Epilogue epilogue, int output) {
    if (epilogue.hardSwish != null) {
      String rounded = tensors.roundPreActivation(sum, epilogue.hardSwish.fractionBits);
      return graph.node("HardSwish", sum + "_hardswish", List.of(rounded));
    }
    String value = sum;
    if (epilogue.residual != null) {
      String summand = scaled(residual(epilogue, output), residualFactor(epilogue, output));
      value = graph.node("Add", sum + "_residual", List.of(sum, summand));
    }
    return clamp(value, epilogue, output, 0);
  }

  private String residual(Epilogue epilogue, int output) {
    int tensor = epilogue.residual.tensor;
    return tensors.perChannel(tensor) || tensors.perChannel(output)
        ? tensors.realByProduct(tensor)
        : tensors.real(tensor);
  }

  private double[] residualFactor(Epilogue epilogue, int output) {
    TensorSpec residual = tensors.spec(epilogue.residual.tensor);
    double[] factor = new double[epilogue.residual.multiplier.length];
    for (int c = 0; c < factor.length; c++) {
      double multiplier =
          Math.scalb((double) epilogue.residual.multiplier[c], -epilogue.rescale.shift[c]);
      factor[c] = tensors.spec(output).scale(c) * multiplier / residual.scale(c);
    }
    return factor;
  }

  /** Adds a product with a factor for each channel, unless all are 1. */
  String scaled(String value, double[] factor) {
    boolean same = true;
    for (double f : factor) {
      same &= Math.abs(f - 1) < SAME;
    }
    return same ? value : graph.times(value, factor);
  }

  /** Adds the clamp only, for channels of the output from {@code firstChannel} on. */
  String clamp(String value, Epilogue epilogue, int output, int firstChannel) {
    return clamp(
        value,
        epilogue.low.length,
        c -> epilogue.low[c],
        c -> epilogue.high[c],
        output,
        firstChannel);
  }

  /**
   * Adds a clamp where it does more than QuantizeLinear does by saturating: as Clip with the usual
   * bounds where they round to the same elements, else as Max and Min with bounds for each channel.
   */
  String clamp(
      String value,
      int channels,
      IntUnaryOperator low,
      IntUnaryOperator high,
      int output,
      int firstChannel) {
    String raised = bound("Max", value, channels, low, storage(output).min(), output, firstChannel);
    return bound("Min", raised, channels, high, storage(output).max(), output, firstChannel);
  }

  private String bound(
      String opType,
      String value,
      int channels,
      IntUnaryOperator element,
      int saturation,
      int output,
      int firstChannel) {
    boolean saturates = true;
    for (int c = 0; c < channels; c++) {
      saturates &= element.applyAsInt(c) == saturation;
    }
    if (saturates) {
      return value;
    }
    TensorSpec spec = tensors.spec(output);
    for (double usual : USUAL_BOUNDS) {
      if (sameElements(usual, channels, element, output, firstChannel)) {
        String bound = graph.floats(value + "_bound", new double[] {usual});
        List<String> inputs =
            opType.equals("Max") ? List.of(value, bound) : List.of(value, "", bound);
        return graph.node("Clip", value + "_clip", inputs);
      }
    }
    double[] real = new double[channels];
    Arrays.setAll(real, c -> spec.real(element.applyAsInt(c), firstChannel + c));
    String bound = graph.floats(value + "_bound", real, channels, 1, 1);
    return graph.node(opType, value + "_clip", List.of(value, bound));
  }

  private boolean sameElements(
      double real, int channels, IntUnaryOperator element, int output, int firstChannel) {
    TensorSpec spec = tensors.spec(output);
    for (int c = 0; c < channels; c++) {
      if (spec.element(real, firstChannel + c) != element.applyAsInt(c)) {
        return false;
      }
    }
    return true;
  }

  /** What QuantizeLinear saturates at: ONNX has no types between these. */
  private ElementType storage(int tensor) {
    return tensors.spec(tensor).type().wide() ? ElementType.INT16 : ElementType.INT8;
  }
}

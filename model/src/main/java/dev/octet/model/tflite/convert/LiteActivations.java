package dev.octet.model.tflite.convert;

import dev.octet.model.Choice;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.tflite.read.StoredValues;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Activations, alone and fused into other operators, and what is split off at the end. */
final class LiteActivations {
  private static final Op RELU = new Op.Clip(0, Float.POSITIVE_INFINITY);
  private static final Op RELU_N1_TO_1 = new Op.Clip(-1, 1);
  private static final Op RELU6 = new Op.Clip(0, 6);
  private static final String ADVICE =
      "train with ReLU, ReLU6, LeakyReLU, hard-swish or hard-sigmoid instead";

  private LiteActivations() {}

  /**
   * An operation and the activation fused to it.
   *
   * @param field where the operator's settings have the activation
   */
  static List<Op> fused(TfliteOperator operator, int field, Op op) {
    List<Op> ops = new ArrayList<>(List.of(op));
    fused(operator, field).ifPresent(ops::add);
    return ops;
  }

  /** The activation fused to an operator. */
  static Optional<Op> fused(TfliteOperator operator, int field) {
    int code = operator.int8(field, 0);
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(RELU);
      case 2 -> Optional.of(RELU_N1_TO_1);
      case 3 -> Optional.of(RELU6);
      default -> throw TfliteErrors.unsupported(operator, "the fused activation " + code, ADVICE);
    };
  }

  static void relu(TfliteOperator operator, LiteConversion conversion) {
    single(operator, conversion, RELU);
  }

  static void relu6(TfliteOperator operator, LiteConversion conversion) {
    single(operator, conversion, RELU6);
  }

  static void reluN1To1(TfliteOperator operator, LiteConversion conversion) {
    single(operator, conversion, RELU_N1_TO_1);
  }

  static void relu0To1(TfliteOperator operator, LiteConversion conversion) {
    single(operator, conversion, new Op.Clip(0, 1));
  }

  static void hardSwish(TfliteOperator operator, LiteConversion conversion) {
    single(operator, conversion, new Op.HardSwish());
  }

  static void leakyRelu(TfliteOperator operator, LiteConversion conversion) {
    float slope = operator.float32(0, 0);
    if (!Float.isFinite(slope)) {
      throw TfliteErrors.invalid(operator, "a slope of " + slope);
    }
    single(operator, conversion, new Op.LeakyRelu(slope));
  }

  private static void single(TfliteOperator operator, LiteConversion conversion, Op op) {
    conversion.elementwise(operator, List.of(op), conversion.map(operator, 0));
  }

  static void unary(TfliteOperator operator, LiteConversion conversion) {
    UnaryFunction function =
        switch (operator.kind()) {
          case "TANH" -> UnaryFunction.TANH;
          case "ELU" -> UnaryFunction.ELU;
          case "EXP" -> UnaryFunction.EXP;
          default -> operator.int8(0, 0) != 0 ? UnaryFunction.GELU_TANH : UnaryFunction.GELU;
        };
    single(operator, conversion, new Op.Unary(function, 1));
  }

  /** A slope for each channel, or one for all. */
  static void prelu(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.map(operator, 0);
    StoredValues stored = conversion.values(conversion.stored(operator, 1, "its slopes"));
    int channels = input.shape().channels();
    if (stored.size() != 1 && !(stored.size() == channels && input.channelsLast())) {
      throw TfliteErrors.unsupported(
          operator, stored.size() + " slopes for " + input.axes(), "use one for each channel");
    }
    float[] slopes = conversion.floats(operator, channels);
    for (int i = 0; i < channels; i++) {
      slopes[i] = stored.real(stored.size() == 1 ? 0 : i);
    }
    conversion.elementwise(operator, List.of(new Op.PRelu(slopes)), input);
  }

  /** A softmax over the last axis is split off. */
  static void softmax(TfliteOperator operator, LiteConversion conversion) {
    LiteResult input = conversion.result(operator);
    boolean log = operator.kind().equals("LOG_SOFTMAX");
    float beta = log ? 1 : operator.float32(0, 1);
    if (beta != 1 || input.axes().isEmpty()) {
      throw TfliteErrors.unsupported(
          operator, "a softmax with beta " + beta, "only a softmax with beta 1 is supported");
    }
    if (log) {
      conversion.note(Choice.LOG_SOFTMAX);
    }
    conversion.end(operator, Ending.SOFTMAX);
  }

  static void logistic(TfliteOperator operator, LiteConversion conversion) {
    conversion.end(operator, Ending.SIGMOID);
  }

  /** The class of each pixel, or of the picture. */
  static void argMax(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.map(operator, 0);
    int[] axis = conversion.integers(operator, conversion.stored(operator, 1, "its axis"));
    if (axis.length != 1 || axis[0] != -1 && axis[0] != input.axes().size()) {
      throw TfliteErrors.unsupported(
          operator, "an argmax over another axis than the last", "take it over the channels");
    }
    conversion.end(operator, Ending.ARGMAX);
  }
}

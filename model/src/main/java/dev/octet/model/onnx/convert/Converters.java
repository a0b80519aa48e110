package dev.octet.model.onnx.convert;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** The operators that Octet takes. */
public final class Converters {
  private static final Map<String, OperatorConverter> CONVERTERS =
      Map.ofEntries(
          entry("Add", ArithmeticConverters::add),
          entry("AveragePool", PoolConverters::average),
          entry("BatchNormalization", new BatchNormConverter()),
          entry("Cast", ViewConverters::cast),
          entry("CastLike", ViewConverters::identity),
          entry("Clip", ActivationConverters::clip),
          entry("Concat", JoinConverters::concat),
          entry("Conv", new ConvConverter()),
          entry("Div", ArithmeticConverters::div),
          entry("Dropout", ViewConverters::identity),
          entry("Flatten", ViewConverters::flatten),
          entry("Gemm", LinearConverters::gemm),
          entry("GlobalAveragePool", PoolConverters::globalAverage),
          entry("GlobalMaxPool", PoolConverters::globalMax),
          entry("HardSigmoid", ActivationConverters::hardSigmoid),
          entry("HardSwish", ActivationConverters::hardSwish),
          entry("Identity", ViewConverters::identity),
          entry("LeakyRelu", new LeakyReluConverter()),
          entry("LogSoftmax", JoinConverters::softmax),
          entry("MatMul", LinearConverters::matMul),
          entry("Max", ArithmeticConverters::max),
          entry("MaxPool", PoolConverters::max),
          entry("Min", ArithmeticConverters::min),
          entry("Mul", ArithmeticConverters::mul),
          entry("Neg", ArithmeticConverters::neg),
          entry("Pad", JoinConverters::pad),
          entry("ReduceMean", PoolConverters::reduceMean),
          entry("Relu", ActivationConverters::relu),
          entry("Reshape", ViewConverters::reshape),
          entry("Shape", ViewConverters::shape),
          entry("Sigmoid", JoinConverters::sigmoid),
          entry("Size", ViewConverters::size),
          entry("Softmax", JoinConverters::softmax),
          entry("Squeeze", ViewConverters::squeeze),
          entry("Sub", ArithmeticConverters::sub),
          entry("Sum", ArithmeticConverters::sum),
          entry("Transpose", ViewConverters::transpose),
          entry("Unsqueeze", ViewConverters::unsqueeze));

  private Converters() {}

  /** The converter of an operator, if Octet takes it. */
  public static Optional<OperatorConverter> of(String opType) {
    return Optional.ofNullable(CONVERTERS.get(opType));
  }
}

package dev.octet.model.onnx.convert;

import static java.util.Map.entry;

import dev.octet.model.graph.UnaryFunction;
import java.util.Map;
import java.util.Optional;

/** The operators that Octet takes. */
public final class Converters {
  private static final Map<String, OperatorConverter> CONVERTERS =
      Map.ofEntries(
          entry("Abs", CurveConverters.of(UnaryFunction.ABS)),
          entry("Add", ArithmeticConverters::add),
          entry("AveragePool", PoolConverters::average),
          entry("BatchNormalization", new BatchNormConverter()),
          entry("Cast", ViewConverters::cast),
          entry("CastLike", ViewConverters::identity),
          entry("Celu", CurveConverters::celu),
          entry("Clip", ActivationConverters::clip),
          entry("Concat", JoinConverters::concat),
          entry("Conv", new ConvConverter()),
          entry("ConvTranspose", MapConverters::convTranspose),
          entry("DepthToSpace", MapConverters::depthToSpace),
          entry("Div", ArithmeticConverters::div),
          entry("Dropout", ViewConverters::identity),
          entry("Elu", CurveConverters::elu),
          entry("Erf", CurveConverters.of(UnaryFunction.ERF)),
          entry("Exp", CurveConverters.of(UnaryFunction.EXP)),
          entry("Expand", Arrangements::moves),
          entry("Flatten", ViewConverters::flatten),
          entry("Gather", Arrangements::moves),
          entry("Gelu", CurveConverters::gelu),
          entry("Gemm", LinearConverters::gemm),
          entry("GlobalAveragePool", PoolConverters::globalAverage),
          entry("GlobalMaxPool", PoolConverters::globalMax),
          entry("HardSigmoid", ActivationConverters::hardSigmoid),
          entry("HardSwish", ActivationConverters::hardSwish),
          entry("Identity", ViewConverters::identity),
          entry("LeakyRelu", new LeakyReluConverter()),
          entry("Log", CurveConverters.of(UnaryFunction.LOG)),
          entry("LogSoftmax", JoinConverters::softmax),
          entry("LpNormalization", CurveConverters::lpNormalization),
          entry("MatMul", LinearConverters::matMul),
          entry("Max", ArithmeticConverters::max),
          entry("MaxPool", PoolConverters::max),
          entry("Min", ArithmeticConverters::min),
          entry("Mish", CurveConverters.of(UnaryFunction.MISH)),
          entry("Mul", ArithmeticConverters::mul),
          entry("Neg", ArithmeticConverters::neg),
          entry("PRelu", CurveConverters::prelu),
          entry("Pad", JoinConverters::pad),
          entry("Pow", CurveConverters::pow),
          entry("Reciprocal", CurveConverters.of(UnaryFunction.RECIPROCAL)),
          entry("ReduceL2", CurveConverters::reduce),
          entry("ReduceMax", CurveConverters::reduce),
          entry("ReduceMean", PoolConverters::reduceMean),
          entry("ReduceSum", CurveConverters::reduce),
          entry("Relu", ActivationConverters::relu),
          entry("Reshape", ViewConverters::reshape),
          entry("Resize", MapConverters::resize),
          entry("Selu", CurveConverters::selu),
          entry("Shape", ViewConverters::shape),
          entry("Sigmoid", JoinConverters::sigmoid),
          entry("Size", ViewConverters::size),
          entry("Slice", Arrangements::moves),
          entry("Softmax", JoinConverters::softmax),
          entry("Softplus", CurveConverters.of(UnaryFunction.SOFTPLUS)),
          entry("Softsign", CurveConverters.of(UnaryFunction.SOFTSIGN)),
          entry("SpaceToDepth", MapConverters::spaceToDepth),
          entry("Split", Arrangements::split),
          entry("Sqrt", CurveConverters.of(UnaryFunction.SQRT)),
          entry("Squeeze", ViewConverters::squeeze),
          entry("Sub", ArithmeticConverters::sub),
          entry("Sum", ArithmeticConverters::sum),
          entry("Swish", CurveConverters::swish),
          entry("Tanh", CurveConverters.of(UnaryFunction.TANH)),
          entry("Transpose", ViewConverters::transpose),
          entry("Unsqueeze", ViewConverters::unsqueeze),
          entry("Upsample", MapConverters::resize));

  private Converters() {}

  /** The converter of an operator, if Octet takes it. */
  public static Optional<OperatorConverter> of(String opType) {
    return Optional.ofNullable(CONVERTERS.get(opType));
  }
}

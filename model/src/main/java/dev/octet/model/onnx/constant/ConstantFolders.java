package dev.octet.model.onnx.constant;

import static java.util.Map.entry;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Map;
import java.util.Optional;

/** The operators that can be evaluated during the import. */
public final class ConstantFolders {
  private static final Map<String, ConstantFolder> FOLDERS =
      Map.ofEntries(
          entry("Abs", new UnaryFolder(Math::abs, Math::abs)),
          entry("Add", BinaryFolder.arithmetic((a, b) -> a + b, (a, b) -> a + b)),
          entry("And", BinaryFolder.arithmetic((a, b) -> a * b, (a, b) -> a & b)),
          entry("Cast", CreateFolders::cast),
          entry("CastLike", CreateFolders::castLike),
          entry("Ceil", new UnaryFolder(Math::ceil, a -> a)),
          entry("Clip", new ClipFolder()),
          entry("Concat", SelectFolders::concat),
          entry("Constant", CreateFolders::constant),
          entry("ConstantOfShape", CreateFolders::constantOfShape),
          entry("Div", BinaryFolder.arithmetic((a, b) -> a / b, (a, b) -> a / b)),
          entry("Dropout", ShapeFolders::identity),
          entry(
              "Equal", BinaryFolder.comparison((a, b) -> a == b ? 1 : 0, (a, b) -> a == b ? 1 : 0)),
          entry("Exp", new UnaryFolder(StrictMath::exp, a -> (long) StrictMath.exp(a))),
          entry("Expand", SelectFolders::expand),
          entry("Flatten", ShapeFolders::flatten),
          entry("Floor", new UnaryFolder(Math::floor, a -> a)),
          entry("Gather", SelectFolders::gather),
          entry(
              "Greater", BinaryFolder.comparison((a, b) -> a > b ? 1 : 0, (a, b) -> a > b ? 1 : 0)),
          entry(
              "GreaterOrEqual",
              BinaryFolder.comparison((a, b) -> a >= b ? 1 : 0, (a, b) -> a >= b ? 1 : 0)),
          entry("Identity", ShapeFolders::identity),
          entry("Less", BinaryFolder.comparison((a, b) -> a < b ? 1 : 0, (a, b) -> a < b ? 1 : 0)),
          entry(
              "LessOrEqual",
              BinaryFolder.comparison((a, b) -> a <= b ? 1 : 0, (a, b) -> a <= b ? 1 : 0)),
          entry("Max", BinaryFolder.arithmetic(Math::max, Math::max)),
          entry("Min", BinaryFolder.arithmetic(Math::min, Math::min)),
          entry("Mod", BinaryFolder.arithmetic((a, b) -> a % b, Math::floorMod)),
          entry("Mul", BinaryFolder.arithmetic((a, b) -> a * b, (a, b) -> a * b)),
          entry("Neg", new UnaryFolder(a -> -a, a -> -a)),
          entry("Not", new UnaryFolder(a -> a == 0 ? 1 : 0, a -> a == 0 ? 1 : 0)),
          entry("Or", BinaryFolder.arithmetic(Math::max, (a, b) -> a | b)),
          entry(
              "Pow",
              BinaryFolder.arithmetic(StrictMath::pow, (a, b) -> (long) StrictMath.pow(a, b))),
          entry("Range", CreateFolders::range),
          entry("Reciprocal", new UnaryFolder(a -> 1 / a, a -> 1 / a)),
          entry("ReduceMax", new ReduceFolder(Double.NEGATIVE_INFINITY, Math::max, false)),
          entry("ReduceMean", new ReduceFolder(0, Double::sum, true)),
          entry("ReduceMin", new ReduceFolder(Double.POSITIVE_INFINITY, Math::min, false)),
          entry("ReduceProd", new ReduceFolder(1, (a, b) -> a * b, false)),
          entry("ReduceSum", new ReduceFolder(0, Double::sum, false)),
          entry("Relu", new UnaryFolder(a -> Math.max(a, 0), a -> Math.max(a, 0))),
          entry("Reshape", ShapeFolders::reshape),
          entry("Shape", ShapeFolders::shape),
          entry("Size", ShapeFolders::size),
          entry("Slice", new SliceFolder()),
          entry("Sqrt", new UnaryFolder(Math::sqrt, a -> (long) Math.sqrt(a))),
          entry("Squeeze", ShapeFolders::squeeze),
          entry("Sub", BinaryFolder.arithmetic((a, b) -> a - b, (a, b) -> a - b)),
          entry("Sum", BinaryFolder.arithmetic((a, b) -> a + b, (a, b) -> a + b)),
          entry("Transpose", SelectFolders::transpose),
          entry("Unsqueeze", ShapeFolders::unsqueeze),
          entry("Where", SelectFolders::where));

  private ConstantFolders() {}

  /** The folder of an operator, if it has one. */
  public static Optional<ConstantFolder> of(String opType) {
    return Optional.ofNullable(FOLDERS.get(opType));
  }

  /** What a Shape node makes of a tensor with the given extents. */
  public static Constant shapeOf(RawNode node, int... dims) {
    return ShapeFolders.shapeOf(node, dims);
  }
}

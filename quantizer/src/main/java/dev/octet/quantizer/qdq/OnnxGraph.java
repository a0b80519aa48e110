package dev.octet.quantizer.qdq;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;

/** Nodes and constants of an ONNX graph; every value gets a name of its own. */
final class OnnxGraph {
  private final GraphProto.Builder proto = GraphProto.newBuilder();
  private final Set<String> names = new HashSet<>();

  OnnxGraph(String name) {
    proto.setName(name);
  }

  GraphProto build() {
    return proto.build();
  }

  /** Adds a node with one output and returns that output's name. */
  String node(String opType, String output, List<String> inputs, AttributeProto... attributes) {
    String name = unique(output);
    proto.addNode(
        NodeProto.newBuilder()
            .setOpType(opType)
            .setName(name)
            .addAllInput(inputs)
            .addOutput(name)
            .addAllAttribute(Arrays.asList(attributes)));
    return name;
  }

  /** Adds a sum with a number for each channel (or one for all). */
  String plus(String value, double[] summand) {
    String summands = floats(value + "_summand", summand, summand.length, 1, 1);
    return node("Add", value + "_moved", List.of(value, summands));
  }

  /** Adds a product with a number for each channel (or one for all). */
  String times(String value, double[] factor) {
    String factors = floats(value + "_factor", factor, factor.length, 1, 1);
    return node("Mul", value + "_scaled", List.of(value, factors));
  }

  /** Adds a float constant; no extents stand for a scalar. */
  String floats(String name, double[] values, long... extents) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    return constant(name, TensorProto.DataType.FLOAT, bytes, extents);
  }

  /** Adds an int8, int16, int32 or int64 constant; no extents stand for a scalar. */
  String integers(
      String name, TensorProto.DataType type, int count, IntToLongFunction value, long... extents) {
    int width = width(type);
    ByteBuffer bytes = buffer(count * width);
    for (int i = 0; i < count; i++) {
      long integer = value.applyAsLong(i);
      for (int b = 0; b < width; b++) {
        bytes.put((byte) (integer >> (8 * b)));
      }
    }
    return constant(name, type, bytes, extents);
  }

  /** Declares a float input, N x C x H x W. */
  String input(String name, int channels, int height, int width) {
    proto.addInput(value(unique(name), batch(), extent(channels), extent(height), extent(width)));
    return name;
  }

  /**
   * Declares a float output.
   *
   * @param batch whether its first extent is the batch
   */
  void output(String name, boolean batch, int... shape) {
    TensorShapeProto.Dimension[] extents = new TensorShapeProto.Dimension[shape.length];
    for (int i = 0; i < shape.length; i++) {
      extents[i] = i == 0 && batch ? batch() : extent(shape[i]);
    }
    proto.addOutput(value(name, extents));
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, int... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (int value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private String constant(
      String wanted, TensorProto.DataType type, ByteBuffer bytes, long... extents) {
    String name = unique(wanted);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.flip()));
    for (long extent : extents) {
      tensor.addDims(extent);
    }
    proto.addInitializer(tensor);
    return name;
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static int width(TensorProto.DataType type) {
    return switch (type) {
      case INT8 -> Byte.BYTES;
      case INT16 -> Short.BYTES;
      case INT32 -> Integer.BYTES;
      case INT64 -> Long.BYTES;
      default -> throw new IllegalArgumentException(type.name());
    };
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorShapeProto.Dimension batch() {
    return TensorShapeProto.Dimension.newBuilder().setDimParam("N").build();
  }

  private static TensorShapeProto.Dimension extent(long value) {
    return TensorShapeProto.Dimension.newBuilder().setDimValue(value).build();
  }

  private static ValueInfoProto value(String name, TensorShapeProto.Dimension... extents) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(TensorShapeProto.newBuilder().addAllDim(Arrays.asList(extents)))))
        .build();
  }
}

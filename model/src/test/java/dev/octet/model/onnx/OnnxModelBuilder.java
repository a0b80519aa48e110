package dev.octet.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes small ONNX models, node by node. Each node's output has the name of its first argument.
 */
final class OnnxModelBuilder {
  private final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random = new Random(7);
  private int count;

  OnnxModelBuilder(int opset) {
    this.opset = opset;
  }

  /** Adds an input; an extent below 0 is left open. */
  OnnxModelBuilder input(String name, long... dims) {
    graph.addInput(value(name, dims));
    return this;
  }

  OnnxModelBuilder output(String name) {
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))));
    return this;
  }

  /** Stores seeded random floats of about unit size. */
  String random(String name, long... dims) {
    float[] values = new float[(int) elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return floats(name, dims, values);
  }

  /** Stores seeded random floats between 0.5 and 1.5. */
  String positive(String name, long... dims) {
    float[] values = new float[(int) elements(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return floats(name, dims, values);
  }

  String floats(String name, long[] dims, float... values) {
    graph.addInitializer(tensor(name, dims, values));
    return name;
  }

  /** Stores one float without axes. */
  String scalar(String name, double value) {
    return floats(name, new long[0], (float) value);
  }

  String longs(String name, long... values) {
    graph.addInitializer(tensor(name, new long[] {values.length}, values));
    return name;
  }

  OnnxModelBuilder initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  private static TensorProto.Builder empty(String name, DataType type, long[] dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  static TensorProto tensor(String name, long[] dims, float... values) {
    TensorProto.Builder tensor = empty(name, DataType.FLOAT, dims);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  static TensorProto tensor(String name, long[] dims, long... values) {
    TensorProto.Builder tensor = empty(name, DataType.INT64, dims);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /** Adds a node and returns its output's name, which is also its own. */
  String node(String op, List<String> inputs, AttributeProto... attributes) {
    String name = op.toLowerCase(Locale.ROOT) + "_" + count++;
    node(name, op, inputs, List.of(name), attributes);
    return name;
  }

  OnnxModelBuilder node(
      String name,
      String op,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(op)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  GraphProto.Builder graph() {
    return graph;
  }

  ModelProto build() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  Path write(Path folder) {
    Path file = folder.resolve("model.onnx");
    try {
      Files.write(file, build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto number(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto tensorValue(TensorProto value) {
    return AttributeProto.newBuilder()
        .setName("value")
        .setType(AttributeType.TENSOR)
        .setT(value)
        .build();
  }

  private static ValueInfoProto value(String name, long... dims) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber());
    for (long dim : dims) {
      if (dim < 0) {
        type.getShapeBuilder().addDimBuilder().setDimParam("open" + -dim);
      } else {
        type.getShapeBuilder().addDimBuilder().setDimValue(dim);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static long elements(long... dims) {
    long product = 1;
    for (long dim : dims) {
      product *= dim;
    }
    return product;
  }
}

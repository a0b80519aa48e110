package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of one channel to many that are wider than high, kernels likewise, all the way. */
class ChannelsTest {
  private static final int HEIGHT = 20;
  private static final int WIDTH = 28;
  private static final int COUNT = 12;
  private static final int CLASSES = 10;

  private static final SplittableRandom RANDOM = new SplittableRandom(4);

  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 40})
  void tensors(int channels) throws IOException {
    Path model = network(channels);
    Path data = tensorFile(channels);
    Path int8 = folder.resolve("tensors" + channels + ".octet");
    Octet.run("quantize", model, "--calibration", data, "-o", int8).ok();
    JsonNode json = Octet.run("inspect", int8, "--json").ok().json();
    assertEquals("[" + HEIGHT + "," + WIDTH + "," + channels + "]", json.get("input").toString());
    sound(model, int8, data);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void photos(int channels) throws IOException {
    Path model = network(channels);
    Path int8 = folder.resolve("photos" + channels + ".octet");
    Octet.run("quantize", model, "--calibration", Samples.PHOTOS, "-o", int8, "--samples", COUNT)
        .ok();
    Path photos = Samples.PHOTOS.resolve("bag");
    sound(model, int8, photos);
    JsonNode ran = Octet.run("run", int8, photos, "--json").ok().json();
    assertTrue(ran.toString().contains("bag"), ran.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void photosHaveOneOrThreeChannels(int channels) throws IOException {
    Octet.run(
            "quantize",
            network(channels),
            "--calibration",
            Samples.PHOTOS,
            "-o",
            folder.resolve("none.octet"))
        .failed(4, channels + " channels", "preprocessing");
    assertTrue(Files.notExists(folder.resolve("none.octet")));
  }

  private static void sound(Path model, Path int8, Path data) throws IOException {
    JsonNode json =
        Octet.run("compare", model, int8, "--data", data, "--layer-images", 4, "--json", "-")
            .ok()
            .json();
    assertTrue(json.at("/logits/sqnrDb").asDouble() > 25, json.get("logits").toString());
  }

  private static Path tensorFile(int channels) throws IOException {
    int count = COUNT * channels * HEIGHT * WIDTH;
    ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      values.putFloat((float) RANDOM.nextDouble());
    }
    return Samples.npy(
        folder.resolve("data" + channels + ".npy"),
        "<f4",
        COUNT + ", " + channels + ", " + HEIGHT + ", " + WIDTH,
        values);
  }

  /** A 3x5 stem, a 5x3 depthwise and a pointwise convolution, mean, fully connected. */
  private static Path network(int channels) throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("net");
    graph.addInput(value("x", 1, channels, HEIGHT, WIDTH)).addOutput(value("y", 1, CLASSES));
    weights(graph, "stem", 8, channels, 3, 5);
    conv(graph, "stem", "x", ints("strides", 2, 1), ints("pads", 1, 2, 1, 2));
    weights(graph, "deep", 8, 1, 5, 3);
    conv(graph, "deep", "stem.act", ints("strides", 1, 2), ints("pads", 2, 1, 2, 1), group(8));
    weights(graph, "point", 16, 8, 1, 1);
    conv(graph, "point", "deep.act");
    graph.addNode(node("GlobalAveragePool", "pool", "point.act"));
    weights(graph, "fc", CLASSES, 16, 1, 1);
    graph.addNode(node("Conv", "fc", "pool", "fc.w"));
    graph.addNode(node("Flatten", "y", "fc"));
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
    return Files.write(folder.resolve("net" + channels + ".onnx"), model.build().toByteArray());
  }

  private static void conv(
      GraphProto.Builder graph, String name, String input, AttributeProto... attributes) {
    graph.addNode(node("Conv", name, input, name + ".w").addAllAttribute(List.of(attributes)));
    graph.addNode(node("Relu", name + ".act", name));
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static void weights(GraphProto.Builder graph, String name, int... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name + ".w");
    tensor.setDataType(TensorProto.DataType.FLOAT.getNumber());
    int elements = 1;
    for (int dim : dims) {
      tensor.addDims(dim);
      elements *= dim;
    }
    double size = Math.sqrt(6.0 * dims[0] / elements);
    for (int i = 0; i < elements; i++) {
      tensor.addFloatData((float) (size * (2 * RANDOM.nextDouble() - 1)));
    }
    graph.addInitializer(tensor);
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static AttributeProto group(int groups) {
    return AttributeProto.newBuilder()
        .setName("group")
        .setType(AttributeType.INT)
        .setI(groups)
        .build();
  }

  private static ValueInfoProto value(String name, int... extents) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(1);
    for (int extent : extents) {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(extent);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}

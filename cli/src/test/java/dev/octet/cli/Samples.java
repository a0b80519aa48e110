package dev.octet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import dev.octet.calibration.SourceOptions;
import dev.octet.calibration.image.ExifMode;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.Preprocessing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files for the commands' tests. */
public final class Samples {
  /** The project's demo data; the module is the working folder of its tests. */
  public static final Path DEMO = Path.of("../demo");

  public static final Path V1 = DEMO.resolve("models/mobilenet_v1_025.safetensors");
  public static final Path PHOTOS = DEMO.resolve("images/calibration");
  public static final Path LABELS = DEMO.resolve("labels.txt");

  private Samples() {}

  /** How photos are opened: no labels file, EXIF orientation ignored. */
  public static SourceOptions pictures(Shape shape, int classes, Preprocessing preprocessing) {
    return new SourceOptions(
        shape, classes, Optional.of(preprocessing), Optional.empty(), ExifMode.IGNORE);
  }

  /**
   * Writes a NumPy array.
   *
   * @param type such as {@code <f4}
   * @param shape as Python writes a tuple, without parentheses
   * @param values all its bytes
   */
  public static Path npy(Path file, String type, String shape, ByteBuffer values)
      throws IOException {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.write(padded.getBytes(US_ASCII));
    out.write(values.array(), values.arrayOffset(), values.capacity());
    return Files.write(file, out.toByteArray());
  }

  /** An ONNX model of the given operator and a mean over its map, 8x8x3 in and 3 values out. */
  public static Path onnx(Path folder, String operator) throws IOException {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(
                OnnxMl.GraphProto.newBuilder()
                    .setName("tiny")
                    .addInput(value("x", 8))
                    .addOutput(value("y", 1))
                    .addNode(node("the_node", operator, "x", "map"))
                    .addNode(node("the_mean", "GlobalAveragePool", "map", "y")))
            .build();
    return Files.write(folder.resolve("model.onnx"), model.toByteArray());
  }

  private static OnnxMl.NodeProto node(String name, String operator, String input, String output) {
    return OnnxMl.NodeProto.newBuilder()
        .setName(name)
        .setOpType(operator)
        .addInput(input)
        .addOutput(output)
        .build();
  }

  /** A tensor of one picture with 3 channels. */
  private static OnnxMl.ValueInfoProto value(String name, long side) {
    OnnxMl.TypeProto.Tensor tensor =
        OnnxMl.TypeProto.Tensor.newBuilder()
            .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
            .setShape(
                OnnxMl.TensorShapeProto.newBuilder()
                    .addDim(dimension(1))
                    .addDim(dimension(3))
                    .addDim(dimension(side))
                    .addDim(dimension(side)))
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static OnnxMl.TensorShapeProto.Dimension dimension(long extent) {
    return OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(extent).build();
  }

  /** A state dict whose first parameters are a ResNet's. */
  public static Path resnet(Path folder) throws IOException {
    String header =
        "{\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[8,3,7,7],\"data_offsets\":[0,4704]},"
            + "\"bn1.weight\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[4704,4736]},"
            + "\"layer1.0.conv1.weight\":"
            + "{\"dtype\":\"F32\",\"shape\":[8,8,3,3],\"data_offsets\":[4736,7040]}}";
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + 7040).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(UTF_8));
    return Files.write(folder.resolve("resnet.safetensors"), file.array());
  }

  /** What {@code torch.save(model)} writes: a pickled object of some class. */
  public static Path pickledModule(Path folder) throws IOException {
    Path file = folder.resolve("module.pth");
    ByteString pickle =
        ByteString.copyFrom(new byte[] {(byte) 0x80, 2})
            .concat(ByteString.copyFromUtf8("ctorchvision.models.mobilenetv2\nMobileNetV2\nq"))
            .concat(ByteString.copyFrom(new byte[] {0, ')', (byte) 0x81, 'q', 1, '}', 'b', '.'}));
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle.toByteArray());
      zip.putNextEntry(new ZipEntry("archive/version"));
      zip.write("3\n".getBytes(UTF_8));
    }
    return file;
  }

  /** The first part of a file. */
  public static Path truncated(Path source, Path folder, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(source);
    Path file = folder.resolve("truncated-" + source.getFileName());
    return Files.write(file, Arrays.copyOf(all, bytes));
  }
}

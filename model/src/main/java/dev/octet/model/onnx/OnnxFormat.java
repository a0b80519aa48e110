package dev.octet.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** ONNX files, opset 7 to 23. */
public final class OnnxFormat implements ModelFormat {
  @Override
  public boolean matches(Path file, byte[] head) {
    return ModelHeader.matches(head);
  }

  /**
   * Reads an ONNX file and whatever external data lies beside it.
   *
   * @throws dev.octet.runtime.OctetException INPUT for a damaged file or weights that are not
   *     finite; UNSUPPORTED for a network that cannot be taken, naming the node; USAGE when the
   *     input size is left open or contradicts the options
   */
  @Override
  public FloatModel read(Path file, ImportOptions options) {
    byte[] bytes = ProtobufReader.bytes(file);
    ModelProto model = ProtobufReader.parse(file, bytes);
    RawGraph graph = new RawGraphReader(new TensorReader(new ExternalData(file))).read(model);
    OnnxImporter.Result result = new OnnxImporter(name(file), graph).read(options);
    return new FloatModel(
        result.graph(), "ONNX opset " + graph.opset(), sha256(bytes), result.choices(), "imagenet");
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

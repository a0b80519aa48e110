package dev.octet.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.model.file.FileBytes;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.read.ExternalData;
import dev.octet.model.onnx.read.ModelHeader;
import dev.octet.model.onnx.read.ProtobufReader;
import dev.octet.model.onnx.read.RawGraphReader;
import dev.octet.model.onnx.read.TensorReader;
import java.nio.file.Path;

/** ONNX files, opset 7 to 28. */
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
    byte[] bytes = FileBytes.all(file);
    ModelProto model = ProtobufReader.parse(file, bytes);
    ExternalData external = new ExternalData(file);
    RawGraph graph = new RawGraphReader(new TensorReader(external)).read(model);
    OnnxImporter.Result result =
        new OnnxImporter(name(file), graph, bytes.length + external.bytesRead()).read(options);
    return new FloatModel(
        result.graph(),
        "ONNX opset " + graph.opset(),
        FileBytes.sha256(bytes),
        result.choices(),
        result.normalization());
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}

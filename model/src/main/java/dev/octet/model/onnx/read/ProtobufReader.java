package dev.octet.model.onnx.read;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the bytes of an ONNX file into protobuf classes. */
public final class ProtobufReader {
  private ProtobufReader() {}

  /** Parses a file within the limits. */
  public static ModelProto parse(Path file, byte[] bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      MessageSize.check(
          in,
          ModelProto.getDescriptor(),
          ModelLimits.PROTOBUF_NESTING,
          ModelLimits.protobufBytes(bytes.length));
      in = CodedInputStream.newInstance(bytes);
      in.enableAliasing(true);
      in.setRecursionLimit(ModelLimits.PROTOBUF_NESTING);
      ModelProto model = ModelProto.parseFrom(in);
      if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
        throw damaged(file, "holds no graph", null);
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw damaged(
          file,
          "damaged or truncated near byte "
              + in.getTotalBytesRead()
              + " of "
              + bytes.length
              + ": "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw damaged(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static OctetException damaged(Path file, String what, Exception cause) {
    return new OctetException(
        Failure.INPUT, what, file.toString(), "copy or export the model again", cause);
  }
}

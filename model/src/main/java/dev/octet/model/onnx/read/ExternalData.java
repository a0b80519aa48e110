package dev.octet.model.onnx.read;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.octet.model.ModelLimits;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Tensor data beside the model file. Nothing outside the model's own folder is ever opened. */
public final class ExternalData {
  private final Path folder;
  private long bytesRead;

  /** Looks for data beside a model file. */
  public ExternalData(Path modelFile) {
    Path parent = modelFile.toAbsolutePath().getParent();
    this.folder = parent;
  }

  /** Bytes read so far. */
  public long bytesRead() {
    return bytesRead;
  }

  /**
   * Reads a tensor's data.
   *
   * @param tensor the tensor whose data is elsewhere
   * @param bytes how many bytes its shape needs
   */
  ByteBuffer read(TensorProto tensor, long bytes) {
    String location = "";
    long offset = 0;
    long length = -1;
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = number(tensor, entry.getValue());
        case "length" -> length = number(tensor, entry.getValue());
        default -> {
          // A checksum and whatever later versions add: the sizes are checked all the same.
        }
      }
    }
    if (length >= 0 && length != bytes) {
      throw OnnxErrors.invalidTensor(
          tensor.getName(),
          length + " bytes of external data for the shape " + tensor.getDimsList());
    }
    bytesRead += bytes;
    if (bytesRead > ModelLimits.FILE_BYTES) {
      throw OnnxErrors.invalidTensor(
          tensor.getName(), "more than " + ModelLimits.FILE_BYTES + " bytes of external data");
    }
    return read(tensor.getName(), resolve(tensor.getName(), location), offset, (int) bytes);
  }

  private static long number(TensorProto tensor, String text) {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one refusal below.
    }
    throw OnnxErrors.invalidTensor(
        tensor.getName(), "'" + text + "' is no offset or length of external data");
  }

  private Path resolve(String tensor, String location) {
    try {
      Path path = Path.of(location);
      boolean stays =
          !location.isEmpty() && !path.isAbsolute() && location.indexOf('\\') < 0 && noParent(path);
      if (stays) {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
          throw new OctetException(
              Failure.INPUT,
              "its data file '" + location + "' is missing",
              "tensor '" + tensor + "'",
              "put the file beside the model");
        }
        if (file.toRealPath().startsWith(folder.toRealPath())) {
          return file;
        }
      }
    } catch (InvalidPathException e) {
      // Falls through to the one refusal below.
    } catch (IOException e) {
      throw unreadable(tensor, location, e);
    }
    throw new OctetException(
        Failure.INPUT,
        "its data file '" + location + "' is not inside the model's folder",
        "tensor '" + tensor + "'",
        "keep external data beside the model, or export without it");
  }

  private static boolean noParent(Path path) {
    for (Path part : path) {
      if (part.toString().equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer read(String tensor, Path file, long offset, int bytes) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (bytes > channel.size() || offset > channel.size() - bytes) {
        throw new OctetException(
            Failure.INPUT,
            bytes
                + " bytes at byte "
                + offset
                + " of '"
                + file.getFileName()
                + "', which has "
                + channel.size(),
            "tensor '" + tensor + "'",
            "copy the data file again");
      }
      ByteBuffer data = ByteBuffer.allocate(bytes);
      channel.position(offset);
      while (data.hasRemaining()) {
        if (channel.read(data) < 0) {
          throw new IOException("the file became shorter");
        }
      }
      return data.flip();
    } catch (IOException e) {
      throw unreadable(tensor, file.toString(), e);
    }
  }

  private static OctetException unreadable(String tensor, String file, IOException e) {
    return new OctetException(
        Failure.INPUT,
        "'" + file + "' cannot be read: " + e.getMessage(),
        "tensor '" + tensor + "'",
        "check the permissions",
        e);
  }
}

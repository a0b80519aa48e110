package dev.octet.quantizer;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Float tensors of one size in a temporary file, so that a photo is decoded once however often its
 * tensor is needed. Safe for several threads; the file vanishes when the spool is closed or the
 * process ends.
 */
final class TensorSpool implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  /**
   * Makes an empty spool.
   *
   * @throws OctetException (OUTPUT) if no temporary file can be made
   */
  TensorSpool() {
    try {
      file = Files.createTempFile("octet-calibration", ".tensors");
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Keeps a tensor under a number; all tensors have the same length. */
  void write(int index, float[] tensor) {
    ByteBuffer bytes = buffer(tensor.length);
    bytes.asFloatBuffer().put(tensor);
    long position = (long) index * bytes.capacity();
    try {
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The tensor of {@code length} elements kept under a number. */
  float[] read(int index, int length) {
    ByteBuffer bytes = buffer(length);
    long position = (long) index * bytes.capacity();
    try {
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, position);
        if (read < 0) {
          throw new IllegalStateException("tensor " + index + " was never kept");
        }
        position += read;
      }
    } catch (IOException e) {
      throw failed(e);
    }
    float[] tensor = new float[length];
    bytes.flip().order(ByteOrder.nativeOrder()).asFloatBuffer().get(tensor);
    return tensor;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  private static OctetException failed(IOException e) {
    return new OctetException(
        Failure.OUTPUT,
        "the temporary file for calibration tensors cannot be used: " + e.getMessage(),
        System.getProperty("java.io.tmpdir", "temporary folder"),
        "free space there, or name another folder with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=...",
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}

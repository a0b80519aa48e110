package dev.octet.calibration.input;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Pixels of pictures of one size in a temporary file, made when the first one is kept. Safe for
 * several threads; the file vanishes when the spool is closed or the process ends.
 */
final class Spool implements AutoCloseable {
  private FileChannel channel;
  private int length;

  /**
   * Keeps pixels under a number.
   *
   * @throws OctetException (OUTPUT) if there can be no temporary file, or it is full
   */
  void write(int index, byte[] pixels) {
    try {
      FileChannel file = open(pixels.length);
      ByteBuffer bytes = ByteBuffer.wrap(pixels);
      long position = (long) index * pixels.length;
      while (bytes.hasRemaining()) {
        position += file.write(bytes, position);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private synchronized FileChannel open(int size) throws IOException {
    if (channel == null) {
      length = size;
      channel =
          FileChannel.open(
              Files.createTempFile("octet-calibration", ".pixels"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    if (size != length) {
      throw new IllegalArgumentException(size + " pixels among others of " + length);
    }
    return channel;
  }

  private synchronized FileChannel opened() {
    return channel;
  }

  private synchronized int length() {
    return length;
  }

  /** The pixels kept under a number. */
  byte[] read(int index) {
    FileChannel file = opened();
    ByteBuffer bytes = ByteBuffer.allocate(length());
    long position = (long) index * bytes.capacity();
    try {
      while (bytes.hasRemaining()) {
        int read = file.read(bytes, position);
        if (read < 0) {
          throw new IllegalStateException("picture " + index + " was never kept");
        }
        position += read;
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return bytes.array();
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
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }
}

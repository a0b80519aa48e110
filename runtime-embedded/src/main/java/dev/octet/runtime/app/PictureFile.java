package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a picture's file, up to a limit. */
final class PictureFile {
  private static final int MAX_BYTES = 1 << 28;
  private static final int CHUNK = 1 << 16;

  private PictureFile() {}

  /** Reads a file. */
  static byte[] read(Path file) {
    try (InputStream stream = InputFile.open(file)) {
      return read(stream, file.toString(), Files.size(file));
    } catch (IOException e) {
      throw unreadable(
          file.toString(),
          Files.exists(file) ? "cannot be read: " + e.getMessage() : "there is no such file",
          e);
    }
  }

  /** Reads a stream to its end and leaves it open. */
  static byte[] read(InputStream stream, String where) {
    try {
      return read(stream, where, CHUNK);
    } catch (IOException e) {
      throw unreadable(where, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Needs no more memory than the stream has bytes where their number is as expected. */
  private static byte[] read(InputStream stream, String where, long expected) throws IOException {
    byte[] bytes = HeapLimit.allocate(Math.min(Math.max(expected, 1), MAX_BYTES), where);
    int filled = 0;
    while (true) {
      // Small pieces: a JVM copies each through native memory of its size.
      int n = stream.read(bytes, filled, Math.min(CHUNK, bytes.length - filled));
      if (n < 0) {
        return filled == bytes.length ? bytes : resized(bytes, filled, filled, where);
      }
      filled += n;
      if (filled == bytes.length) {
        int next = stream.read();
        if (next < 0) {
          return bytes;
        }
        if (filled == MAX_BYTES) {
          throw unreadable(where, "larger than 256 MB", null);
        }
        bytes = resized(bytes, filled, Math.min(2L * filled + 1, MAX_BYTES), where);
        bytes[filled++] = (byte) next;
      }
    }
  }

  private static byte[] resized(byte[] bytes, int filled, long length, String where) {
    byte[] result = HeapLimit.allocate(length, where);
    System.arraycopy(bytes, 0, result, 0, filled);
    return result;
  }

  private static OctetException unreadable(String where, String what, IOException cause) {
    return new OctetException(Failure.INPUT, what, where, "give a readable picture", cause);
  }
}

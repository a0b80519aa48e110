package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.InputFile;
import java.io.ByteArrayOutputStream;
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
      return read(stream, file.toString());
    } catch (IOException e) {
      throw unreadable(
          file.toString(),
          Files.exists(file) ? "cannot be read: " + e.getMessage() : "there is no such file",
          e);
    }
  }

  /** Reads a stream to its end and leaves it open. */
  static byte[] read(InputStream stream, String where) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    try {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        if (bytes.size() > MAX_BYTES - n) {
          throw unreadable(where, "larger than 256 MB", null);
        }
        bytes.write(chunk, 0, n);
      }
    } catch (IOException e) {
      throw unreadable(where, "cannot be read: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  private static OctetException unreadable(String where, String what, IOException cause) {
    return new OctetException(Failure.INPUT, what, where, "give a readable picture", cause);
  }
}

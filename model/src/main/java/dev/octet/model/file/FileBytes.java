package dev.octet.model.file;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is read of a file as a whole. */
public final class FileBytes {
  private FileBytes() {}

  /** The first four bytes, fewer if the file has fewer. */
  public static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The whole file.
   *
   * @throws OctetException INPUT if it cannot be read or is larger than any model
   */
  public static byte[] all(Path file) {
    try {
      long size = Files.size(file);
      if (size > ModelLimits.FILE_BYTES) {
        throw new OctetException(
            Failure.INPUT,
            size + " bytes, more than the limit of " + ModelLimits.FILE_BYTES,
            file.toString(),
            "give a MobileNet");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Length of a file. */
  public static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** SHA-256, lower-case hexadecimal. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  /** SHA-256, lower-case hexadecimal. */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = newSha256();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A new SHA-256 digest. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static OctetException unreadable(Path file, IOException e) {
    return new OctetException(
        Failure.INPUT,
        "cannot be read: " + e.getMessage(),
        file.toString(),
        "check the path and its permissions",
        e);
  }
}

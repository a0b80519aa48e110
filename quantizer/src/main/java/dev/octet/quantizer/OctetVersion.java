package dev.octet.quantizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The version of the tool that writes files: the build's, put into a resource. A snapshot goes by
 * the release it leads to, so that both write the same bytes.
 */
final class OctetVersion {
  private static final String SNAPSHOT = "-SNAPSHOT";

  static final String VERSION = release(read());

  private OctetVersion() {}

  /** The release that a version is or leads to: {@code 0.1.0} of {@code 0.1.0-SNAPSHOT}. */
  static String release(String version) {
    return version.endsWith(SNAPSHOT)
        ? version.substring(0, version.length() - SNAPSHOT.length())
        : version;
  }

  private static String read() {
    try (InputStream in = OctetVersion.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("version.txt is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

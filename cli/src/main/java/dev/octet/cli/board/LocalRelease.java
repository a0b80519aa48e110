package dev.octet.cli.board;

import dev.octet.cli.option.Models;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.ReleaseKey;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model file on its way to boards.
 *
 * @param release what is sent
 * @param model the release's model
 */
record LocalRelease(Release release, OctetModel model) {
  /**
   * Makes a release of a model file.
   *
   * @param key signs it, unless null
   * @throws OctetException INPUT when model or key cannot be read
   */
  static LocalRelease of(Path file, Path key) {
    byte[] bytes = read(file);
    OctetModel model = Models.loadForLittle(file);
    Release plain = Release.of(bytes, RuntimeJars.load());
    return new LocalRelease(key == null ? plain : plain.signed(ReleaseKey.read(key)), model);
  }

  /** A file's name as an application's: without its ending, other characters as hyphens. */
  static String nameOf(Path file) {
    String text =
        String.valueOf(file.getFileName())
            .replaceFirst("\\.octet$", "")
            .replaceAll("[^A-Za-z0-9._-]", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    return text.isEmpty() ? "model" : text.substring(0, Math.min(text.length(), 64));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT,
          Files.exists(file) ? "cannot be read: " + e.getMessage() : "there is no such file",
          file.toString(),
          "give a readable .octet file",
          e);
    }
  }
}

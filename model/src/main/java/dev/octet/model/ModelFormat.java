package dev.octet.model;

import dev.octet.model.load.FloatModelReader;
import java.nio.file.Path;

/** A kind of model file; {@link FloatModelReader} asks each one in turn. */
public interface ModelFormat {
  /**
   * Whether a file is of this kind, by its content.
   *
   * @param file the file
   * @param head its first bytes, up to 4096
   */
  boolean matches(Path file, byte[] head);

  /**
   * Reads a file.
   *
   * @throws dev.octet.runtime.OctetException INPUT for a file that is damaged, UNSUPPORTED for a
   *     network that cannot be taken
   */
  FloatModel read(Path file, ImportOptions options);
}

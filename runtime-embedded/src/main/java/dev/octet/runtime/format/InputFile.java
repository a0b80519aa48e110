package dev.octet.runtime.format;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files for reading. */
public final class InputFile {
  private InputFile() {}

  /**
   * A plain file stream where it can be: a cold start needs far fewer classes than for a channel.
   */
  public static InputStream open(Path file) throws IOException {
    boolean plain = file.getFileSystem() == FileSystems.getDefault() && Files.isReadable(file);
    return plain ? new FileInputStream(file.toFile()) : Files.newInputStream(file);
  }
}

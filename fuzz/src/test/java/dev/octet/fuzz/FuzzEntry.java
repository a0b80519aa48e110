package dev.octet.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@code fuzz/run} gives to Jazzer; the system property {@code octet.target} names the parser.
 */
public final class FuzzEntry {
  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("octet.target").toUpperCase(Locale.ROOT));
  private static final Path FILE = file();

  private FuzzEntry() {}

  /** Reads an input: nothing but the typed exception may come out. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Files.write(FILE, TARGET == FuzzTarget.OCTET ? Checksums.repaired(data.clone()) : data);
    TARGET.accepts(FILE);
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile(MutationRun.scratch(), "octet-fuzz", "");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

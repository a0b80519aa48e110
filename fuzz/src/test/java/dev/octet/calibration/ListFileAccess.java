package dev.octet.calibration;

import java.nio.file.Path;
import java.util.Optional;

/** Opens the reader of list files to the fuzzer. */
public final class ListFileAccess {
  private ListFileAccess() {}

  /** Reads a list for a model of ten classes. */
  public static void read(Path file) {
    ListFile.read(file, 10, Optional.empty());
  }
}

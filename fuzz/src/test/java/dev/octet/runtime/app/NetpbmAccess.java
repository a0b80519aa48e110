package dev.octet.runtime.app;

import java.nio.file.Path;

/** Opens the board's reader of pictures to the fuzzer. */
public final class NetpbmAccess {
  private NetpbmAccess() {}

  /** Reads a picture. */
  public static void read(Path file) {
    PictureReader.NETPBM.read(PictureFile.read(file), file.toString());
  }
}

package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;

/**
 * Makes a picture of a file's bytes: Netpbm here, more formats in {@code octet-runtime-imageio}.
 */
public interface PictureReader {
  /** Reads binary PPM and PGM files of 8 bits. No lambda: it would cost time on a cold start. */
  PictureReader NETPBM = new Netpbm();

  /**
   * Reads a picture.
   *
   * @param file the file's bytes
   * @param where what to call it in errors
   * @throws OctetException INPUT when the bytes are not a picture of a known format
   */
  Picture read(byte[] file, String where);
}

package dev.octet.calibration.image;

import java.io.IOException;
import java.nio.file.Path;

/** One kind of picture file. */
interface PictureFormat {
  /** Whether a file is of this kind, by its first bytes (up to 16). */
  boolean matches(byte[] head);

  /**
   * Reads the size from the header without decoding.
   *
   * @throws IOException if the header is damaged
   */
  Size size(Path file) throws IOException;

  /**
   * Decodes a file whose size has been checked, EXIF orientation not applied.
   *
   * @throws IOException if it is damaged
   */
  RgbImage decode(Path file) throws IOException;

  /**
   * A picture's size.
   *
   * @param width columns, as the header says
   * @param height rows, as the header says
   */
  record Size(long width, long height) {}
}

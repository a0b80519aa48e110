package dev.octet.calibration.image;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.preprocess.Geometry;

/** What a picture may cost; checked on its header, before anything is decoded. */
public final class ImageLimits {
  /** The most pixels of a picture: 100 megapixels. */
  public static final long MAX_PIXELS = 100_000_000;

  /** The largest file of one picture, in bytes. */
  public static final long MAX_FILE_BYTES = 1L << 30;

  /** No format holds more pixels in a byte: deflate reaches 1032 bytes of 8 pixels each. */
  private static final long MAX_PIXELS_PER_BYTE = 16_384;

  private ImageLimits() {}

  /** Checks a size that the header of a file of so many bytes announces. */
  static void check(long width, long height, long fileBytes, String where) {
    if (width < 1 || height < 1) {
      throw new OctetException(
          Failure.INPUT, "a picture of " + width + "x" + height, where, "leave this file out");
    }
    if (width > Geometry.MAX_SIDE || height > Geometry.MAX_SIDE || width * height > MAX_PIXELS) {
      throw new OctetException(
          Failure.INPUT,
          "a picture of "
              + width
              + "x"
              + height
              + " is larger than "
              + MAX_PIXELS / 1_000_000
              + " megapixels or "
              + Geometry.MAX_SIDE
              + " pixels a side",
          where,
          "make it smaller");
    }
    if (width * height / MAX_PIXELS_PER_BYTE > fileBytes) {
      throw new OctetException(
          Failure.INPUT,
          fileBytes + " bytes are too short for a picture of " + width + "x" + height,
          where,
          "copy the file again");
    }
  }
}

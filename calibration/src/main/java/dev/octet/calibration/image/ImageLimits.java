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

  private ImageLimits() {}

  /** Checks a size that a header announces. */
  static void check(long width, long height, String where) {
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
  }
}

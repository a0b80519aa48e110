package dev.octet.calibration.image;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.preprocess.Geometry;

/** What a picture may cost; checked on its header, before anything is decoded. */
public final class ImageLimits {
  private ImageLimits() {}

  /** Checks a size that the header of a file of this many bytes announces. */
  static void check(long width, long height, long fileBytes, String where) {
    if (width < 1 || height < 1) {
      throw new OctetException(
          Failure.INPUT, "a picture of " + width + "x" + height, where, "leave this file out");
    }
    if (width > Geometry.MAX_SIDE
        || height > Geometry.MAX_SIDE
        || width * height > ModelLimits.PIXELS) {
      throw new OctetException(
          Failure.INPUT,
          "a picture of "
              + width
              + "x"
              + height
              + " is larger than "
              + ModelLimits.PIXELS / 1_000_000
              + " megapixels or "
              + Geometry.MAX_SIDE
              + " pixels a side",
          where,
          "make it smaller");
    }
    if (width * height / ModelLimits.PIXELS_PER_BYTE > fileBytes) {
      throw new OctetException(
          Failure.INPUT,
          fileBytes + " bytes are too short for a picture of " + width + "x" + height,
          where,
          "copy the file again");
    }
  }
}

package dev.octet.calibration;

import dev.octet.calibration.image.RgbImage;

/** Inputs that are pictures, so that float and int8 model can start from the very same pixels. */
public interface PixelSource extends TensorSource {
  /**
   * Reads one picture, resized and cropped: height x width x channels unsigned bytes, HWC.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) if this one picture cannot be read
   */
  byte[] pixels(int index);

  /** Makes the float input tensor of {@link #pixels}: (pixel / 255 - mean) / std. */
  float[] normalize(byte[] pixels);

  /**
   * Decodes one picture in its own size.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) if this one picture cannot be read
   */
  RgbImage image(int index);

  /**
   * Number of pictures read so far whose EXIF orientation is not upright; each counts once.
   *
   * @see dev.octet.calibration.image.ExifMode
   */
  int turned();

  /** Whether pictures are decoded once however often they are read. */
  default boolean isCached() {
    return false;
  }

  @Override
  default float[] read(int index) {
    return normalize(pixels(index));
  }
}

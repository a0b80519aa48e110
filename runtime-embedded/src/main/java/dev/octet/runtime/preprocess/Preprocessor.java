package dev.octet.runtime.preprocess;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;

/**
 * Turns pictures into a model's input: resize, crop, table (docs/arithmetic.md, equation 2). Host
 * and board share this class, so that both see the same bits; resized pixels equal those of
 * Pillow's BILINEAR (docs/preprocessing.md).
 *
 * <p>Nothing is allocated while consecutive pictures have the same size. Not for use by several
 * threads: make one for each.
 */
public final class Preprocessor {
  private final Preprocessing spec;
  private final int height;
  private final int width;
  private final int channels;
  private final Resampler resampler;
  private final Frame frame = new Frame();

  /**
   * Prepares for one model.
   *
   * @param spec the rules; the table may be empty if only {@code pixels} is called
   * @param height rows of the model's input, at least 1
   * @param width columns of the model's input, at least 1
   * @param channels 3 for RGB or 1 for luma
   * @throws OctetException (UNSUPPORTED) for other numbers of channels or wrong rules
   */
  public Preprocessor(Preprocessing spec, int height, int width, int channels) {
    if (channels != 1 && channels != 3) {
      throw unsupported(
          "an input of " + channels + " channels is not a picture",
          "give ready tensors, or a model with 1 or 3 input channels");
    }
    if (!(spec.cropFraction > 0 && spec.cropFraction <= 1)) {
      throw unsupported(
          "crop fraction " + spec.cropFraction, "give a fraction above 0 and at most 1");
    }
    if (spec.table.length != 0 && spec.table.length != channels * 256) {
      throw unsupported(
          "a table of " + spec.table.length + " entries for " + channels + " channels",
          "quantize the model again");
    }
    if (height < 1 || width < 1 || height > Geometry.MAX_SIDE || width > Geometry.MAX_SIDE) {
      throw unsupported(
          "an input of " + height + "x" + width + " pixels",
          "give a model with sides of 1 to " + Geometry.MAX_SIDE);
    }
    this.spec = spec;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.resampler = new Resampler(height, width, channels);
  }

  private static OctetException unsupported(String what, String remedy) {
    return new OctetException(Failure.UNSUPPORTED, what, "preprocessing", remedy);
  }

  /**
   * Makes the input tensor of a picture given as bytes.
   *
   * @param pixels the picture, rows from the top
   * @param offset index of its first byte
   * @param format order of a pixel's bytes
   * @param pictureWidth columns
   * @param pictureHeight rows
   * @param stride bytes from the start of one row to the next
   * @param tensor receives height x width x channels elements, HWC
   * @param tensorOffset index of the first element written
   * @throws OctetException (USAGE) if an array is too short; (INPUT) if the picture's size is out
   *     of the limits of {@link Geometry}
   */
  public void run(
      byte[] pixels,
      int offset,
      PixelFormat format,
      int pictureWidth,
      int pictureHeight,
      int stride,
      byte[] tensor,
      int tensorOffset) {
    frame.set(pixels, offset, format, pictureWidth, pictureHeight, stride);
    apply(pictureWidth, pictureHeight, table(), tensor, tensorOffset);
  }

  /**
   * Makes the input tensor of a picture given as ARGB ints (alpha in the upper byte, not used).
   *
   * @param argb the picture, rows from the top
   * @param offset index of its first pixel
   * @param pictureWidth columns
   * @param pictureHeight rows
   * @param stride ints from the start of one row to the next
   * @param tensor receives height x width x channels elements, HWC
   * @param tensorOffset index of the first element written
   * @throws OctetException as the other method does
   */
  public void run(
      int[] argb,
      int offset,
      int pictureWidth,
      int pictureHeight,
      int stride,
      byte[] tensor,
      int tensorOffset) {
    frame.set(argb, offset, pictureWidth, pictureHeight, stride);
    apply(pictureWidth, pictureHeight, table(), tensor, tensorOffset);
  }

  /**
   * Gives the resized and cropped pixels before the table is applied: what the float model sees.
   *
   * @param pixels the picture, rows from the top
   * @param offset index of its first byte
   * @param format order of a pixel's bytes
   * @param pictureWidth columns
   * @param pictureHeight rows
   * @param stride bytes from the start of one row to the next
   * @param out receives height x width x channels unsigned bytes, HWC, RGB or luma
   * @param outOffset index of the first byte written
   * @throws OctetException as {@code run} does
   */
  public void pixels(
      byte[] pixels,
      int offset,
      PixelFormat format,
      int pictureWidth,
      int pictureHeight,
      int stride,
      byte[] out,
      int outOffset) {
    frame.set(pixels, offset, format, pictureWidth, pictureHeight, stride);
    apply(pictureWidth, pictureHeight, null, out, outOffset);
  }

  private byte[] table() {
    if (spec.table.length == 0) {
      throw new IllegalStateException("no table yet: only pixels() can be called");
    }
    return spec.table;
  }

  private void apply(int pictureWidth, int pictureHeight, byte[] table, byte[] out, int offset) {
    if (offset < 0 || (long) height * width * channels > (long) out.length - offset) {
      throw new OctetException(
          Failure.USAGE,
          "the array of " + out.length + " elements is too short (offset " + offset + ")",
          "input tensor of " + height + "x" + width + "x" + channels,
          "give an array that holds the tensor");
    }
    if (!resampler.planned(pictureWidth, pictureHeight)) {
      resampler.plan(
          pictureWidth,
          pictureHeight,
          Geometry.of(spec.resize, spec.cropFraction, height, width, pictureWidth, pictureHeight));
    }
    resampler.run(frame, table, out, offset);
    frame.clear();
  }
}

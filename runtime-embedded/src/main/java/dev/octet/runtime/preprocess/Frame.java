package dev.octet.runtime.preprocess;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** A caller's picture, checked once, that gives its rows as ints of 0 to 255 per channel. */
final class Frame {
  /** Bytes of {@link PixelFormat#ARGB} packed into an int, as in {@code BufferedImage}. */
  private static final int BLUE_BITS = 8;

  private byte[] bytes;
  private int[] packed;
  private int offset;
  private int stride;
  private PixelFormat format;

  /** Wraps a picture of bytes. */
  void set(byte[] pixels, int from, PixelFormat order, int width, int height, int rowStride) {
    check(pixels.length, from, width, height, order.bytes(), rowStride);
    bytes = pixels;
    packed = null;
    offset = from;
    stride = rowStride;
    format = order;
  }

  /** Wraps a picture of ARGB ints. */
  void set(int[] pixels, int from, int width, int height, int rowStride) {
    check(pixels.length, from, width, height, 1, rowStride);
    bytes = null;
    packed = pixels;
    offset = from;
    stride = rowStride;
    format = PixelFormat.ARGB;
  }

  /** Lets go of the caller's array. */
  void clear() {
    bytes = null;
    packed = null;
  }

  private static void check(int length, int from, int width, int height, int pixel, int rowStride) {
    long row = (long) width * pixel;
    if (width < 1
        || height < 1
        || from < 0
        || rowStride < row
        || (height - 1L) * rowStride + row > (long) length - from) {
      throw new OctetException(
          Failure.USAGE,
          "the array of "
              + length
              + " elements does not hold the picture (offset "
              + from
              + ", row stride "
              + rowStride
              + ")",
          "picture of " + width + "x" + height,
          "check size, pixel format, offset and row stride");
    }
  }

  /**
   * Reads a part of a row.
   *
   * @param row the row
   * @param first first column
   * @param count number of columns
   * @param channels 3 for red, green, blue; 1 for luma
   * @param into receives count x channels values of 0 to 255
   */
  void read(int row, int first, int count, int channels, int[] into) {
    if (packed != null) {
      readPacked(offset + row * stride + first, count, channels, into);
    } else if (format == PixelFormat.GRAY) {
      readGray(offset + row * stride + first, count, channels, into);
    } else {
      readBytes(offset + row * stride + first * format.bytes(), count, channels, into);
    }
  }

  private void readPacked(int from, int count, int channels, int[] into) {
    int[] pixels = packed;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int pixel = pixels[from + i];
      int red = pixel >> (2 * BLUE_BITS) & 255;
      int green = pixel >> BLUE_BITS & 255;
      int blue = pixel & 255;
      if (channels == 1) {
        into[at++] = luma(red, green, blue);
      } else {
        into[at] = red;
        into[at + 1] = green;
        into[at + 2] = blue;
        at += 3;
      }
    }
  }

  private void readGray(int from, int count, int channels, int[] into) {
    byte[] pixels = bytes;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int value = pixels[from + i] & 255;
      for (int c = 0; c < channels; c++) {
        into[at++] = value;
      }
    }
  }

  private void readBytes(int from, int count, int channels, int[] into) {
    byte[] pixels = bytes;
    int step = format.bytes();
    int red = from + format.red;
    int green = from + format.green;
    int blue = from + format.blue;
    if (channels == 1) {
      for (int i = 0; i < count; i++) {
        int at = i * step;
        into[i] = luma(pixels[red + at] & 255, pixels[green + at] & 255, pixels[blue + at] & 255);
      }
      return;
    }
    int to = 0;
    for (int i = 0; i < count; i++) {
      int at = i * step;
      into[to] = pixels[red + at] & 255;
      into[to + 1] = pixels[green + at] & 255;
      into[to + 2] = pixels[blue + at] & 255;
      to += 3;
    }
  }

  /** ITU-R BT.601 luma in 16-bit fixed point, rounded: what Pillow's convert("L") gives. */
  private static int luma(int red, int green, int blue) {
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
}

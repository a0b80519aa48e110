package dev.octet.calibration.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The orientation tag of EXIF data, and what it asks for. */
final class ExifOrientation {
  private static final int TAG = 0x0112;

  private ExifOrientation() {}

  /**
   * Reads the orientation from a TIFF structure; anything damaged counts as upright.
   *
   * @param data bytes that hold the structure
   * @param start where it begins
   * @return 1 to 8
   */
  static int of(byte[] data, int start) {
    ByteBuffer tiff = ByteBuffer.wrap(data, start, data.length - start).slice();
    if (tiff.remaining() < 8) {
      return 1;
    }
    int mark = tiff.getShort(0);
    if (mark != 0x4949 && mark != 0x4D4D) {
      return 1;
    }
    tiff.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > tiff.limit()) {
      return 1;
    }
    int count = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < count; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > tiff.limit()) {
        return 1;
      }
      if ((tiff.getShort((int) entry) & 0xFFFF) == TAG) {
        int value = tiff.getShort((int) entry + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** Turns a picture upright; the result's orientation still tells what the file says. */
  static RgbImage apply(RgbImage image) {
    int orientation = image.orientation();
    if (orientation == 1) {
      return image;
    }
    int width = image.width();
    int height = image.height();
    boolean transposed = orientation >= 5;
    int outWidth = transposed ? height : width;
    int outHeight = transposed ? width : height;
    byte[] in = image.rgb();
    byte[] out = new byte[in.length];
    int to = 0;
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        // 2, 3, 7, 8 are mirrored along the stored row; 3, 4, 6, 7 along the stored column.
        if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
          column = width - 1 - column;
        }
        if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
          row = height - 1 - row;
        }
        int from = 3 * (row * width + column);
        out[to] = in[from];
        out[to + 1] = in[from + 1];
        out[to + 2] = in[from + 2];
        to += 3;
      }
    }
    return new RgbImage(outWidth, outHeight, out, orientation);
  }
}

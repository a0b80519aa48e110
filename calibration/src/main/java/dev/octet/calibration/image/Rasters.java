package dev.octet.calibration.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Decoded rasters to interleaved bytes; values are taken as they are, never colour-managed. */
final class Rasters {
  private Rasters() {}

  /** One byte a pixel to three. */
  static byte[] spread(byte[] gray) {
    byte[] rgb = new byte[gray.length * 3];
    for (int i = 0; i < gray.length; i++) {
      rgb[3 * i] = gray[i];
      rgb[3 * i + 1] = gray[i];
      rgb[3 * i + 2] = gray[i];
    }
    return rgb;
  }

  /** All bands of a raster of bytes. */
  static byte[] interleaved(Raster raster) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    byte[] out = new byte[width * raster.getHeight() * bands];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int value : row) {
        out[at++] = (byte) value;
      }
    }
    return out;
  }

  /** A picture of gray, RGB, palette or packed pixels as RGB bytes; alpha is dropped. */
  static byte[] rgb(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return palette(image, palette);
    }
    if (image.getColorModel() instanceof DirectColorModel) {
      return packed(image);
    }
    return bands(image);
  }

  private static byte[] palette(BufferedImage image, IndexColorModel palette) {
    int width = image.getWidth();
    byte[] out = new byte[width * image.getHeight() * 3];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getSamples(0, y, width, 1, 0, row);
      for (int index : row) {
        // An index past the palette's end is black, as in Pillow.
        at = put(out, at, index < palette.getMapSize() ? palette.getRGB(index) : 0);
      }
    }
    return out;
  }

  private static byte[] packed(BufferedImage image) {
    int width = image.getWidth();
    byte[] out = new byte[width * image.getHeight() * 3];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int color : row) {
        at = put(out, at, color);
      }
    }
    return out;
  }

  private static int put(byte[] out, int at, int color) {
    out[at] = (byte) (color >> 16);
    out[at + 1] = (byte) (color >> 8);
    out[at + 2] = (byte) color;
    return at + 3;
  }

  /** One or three bands of 8 or 16 bits, perhaps followed by alpha; 16 bits lose the lower byte. */
  private static byte[] bands(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    int step = bands >= 3 ? 1 : 0;
    byte[] out = new byte[width * image.getHeight() * 3];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        out[at++] = (byte) (row[x] >> shift);
        out[at++] = (byte) (row[x + step] >> shift);
        out[at++] = (byte) (row[x + 2 * step] >> shift);
      }
    }
    return out;
  }
}

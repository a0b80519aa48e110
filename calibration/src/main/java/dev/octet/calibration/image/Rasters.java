package dev.octet.calibration.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
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
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int width = image.getWidth();
    byte[] out = new byte[width * image.getHeight() * 3];
    int at = 0;
    if (model instanceof IndexColorModel palette) {
      int[] row = new int[width];
      for (int y = 0; y < image.getHeight(); y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int index : row) {
          // An index behind the palette's end is black, as in Pillow.
          int color = index < palette.getMapSize() ? palette.getRGB(index) : 0;
          out[at++] = (byte) (color >> 16);
          out[at++] = (byte) (color >> 8);
          out[at++] = (byte) color;
        }
      }
      return out;
    }
    int bands = raster.getNumBands();
    int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT && bits(model) == 16 ? 8 : 0;
    boolean packed = model instanceof java.awt.image.DirectColorModel;
    int step = bands >= 3 ? 1 : 0;
    int[] row = new int[width * bands];
    int[] colors = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      if (packed) {
        image.getRGB(0, y, width, 1, colors, 0, width);
        for (int color : colors) {
          out[at++] = (byte) (color >> 16);
          out[at++] = (byte) (color >> 8);
          out[at++] = (byte) color;
        }
      } else {
        raster.getPixels(0, y, width, 1, row);
        for (int x = 0; x < width; x++) {
          out[at++] = (byte) (row[x * bands] >> shift);
          out[at++] = (byte) (row[x * bands + step] >> shift);
          out[at++] = (byte) (row[x * bands + 2 * step] >> shift);
        }
      }
    }
    return out;
  }

  private static int bits(ColorModel model) {
    return model.getComponentSize(0);
  }
}

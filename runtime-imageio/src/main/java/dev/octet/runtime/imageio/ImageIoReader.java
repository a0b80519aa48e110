package dev.octet.runtime.imageio;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.app.Picture;
import dev.octet.runtime.app.PictureReader;
import dev.octet.runtime.preprocess.Geometry;
import dev.octet.runtime.preprocess.PixelFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads what ImageIO reads (JPEG, PNG, BMP, GIF), and Netpbm. */
public final class ImageIoReader implements PictureReader {
  private static final long MAX_PIXELS = 100_000_000L;

  /** No format holds more pixels in a byte: deflate reaches 1032 bytes of 8 pixels each. */
  private static final long MAX_PIXELS_PER_BYTE = 16_384;

  /** A reader; it has no state. */
  public ImageIoReader() {
    // Files in memory need no cache on the board's disk.
    ImageIO.setUseCache(false);
  }

  @Override
  public Picture read(byte[] file, String where) {
    if (file.length > 1 && file[0] == 'P' && (file[1] == '5' || file[1] == '6')) {
      return PictureReader.NETPBM.read(file, where);
    }
    try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw refused(where, "not a picture of a known format", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        if (Math.max(reader.getWidth(0), reader.getHeight(0)) > Geometry.MAX_SIDE) {
          throw refused(where, "has more than " + Geometry.MAX_SIDE + " pixels a side", null);
        }
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
          throw refused(where, "has more than " + MAX_PIXELS + " pixels", null);
        }
        if (pixels / MAX_PIXELS_PER_BYTE > file.length) {
          throw refused(where, "is too short for " + pixels + " pixels", null);
        }
        return rgb(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (OctetException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO reports damage by many kinds of exceptions.
      throw refused(where, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Transparent pixels lie on white. */
  private static Picture rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[3 * width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        for (int c = 0; c < 3; c++) {
          int value = row[x] >> (16 - 8 * c) & 255;
          pixels[3 * (y * width + x) + c] =
              (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
    return new Picture(pixels, 0, PixelFormat.RGB, width, height);
  }

  private static OctetException refused(String where, String what, Exception cause) {
    return new OctetException(
        Failure.INPUT, what, where, "give a whole JPEG, PNG, PPM or PGM file", cause);
  }
}

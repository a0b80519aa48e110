package dev.octet.runtime.app;

import dev.octet.runtime.Session;
import dev.octet.runtime.preprocess.PixelFormat;

/** A picture in memory, rows from the top without gaps. */
public final class Picture {
  /** The bytes that hold the pixels. */
  public final byte[] pixels;

  /** Index of the first pixel's first byte. */
  public final int offset;

  /** Order of a pixel's bytes. */
  public final PixelFormat format;

  /** Columns. */
  public final int width;

  /** Rows. */
  public final int height;

  /** Keeps the array without copying. */
  public Picture(byte[] pixels, int offset, PixelFormat format, int width, int height) {
    this.pixels = pixels;
    this.offset = offset;
    this.format = format;
    this.width = width;
    this.height = height;
  }

  /** Runs a model on the picture. */
  void classify(Session session) {
    session.classify(pixels, offset, format, width, height, width * format.bytes());
  }
}

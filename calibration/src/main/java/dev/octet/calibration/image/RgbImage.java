package dev.octet.calibration.image;

/** A decoded picture. The pixels are shared and must not be changed. */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] rgb;
  private final int orientation;

  /**
   * Wraps pixels without copying them.
   *
   * @param width columns
   * @param height rows
   * @param rgb height x width x 3 unsigned bytes, rows from the top
   * @param orientation the EXIF orientation of the file, 1 (upright, or not given) to 8
   */
  public RgbImage(int width, int height, byte[] rgb, int orientation) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.orientation = orientation;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Height x width x 3 unsigned bytes, rows from the top. */
  public byte[] rgb() {
    return rgb;
  }

  /** The EXIF orientation that the file states, 1 to 8, whether or not it has been applied. */
  public int orientation() {
    return orientation;
  }
}

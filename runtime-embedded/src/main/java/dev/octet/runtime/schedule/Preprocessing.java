package dev.octet.runtime.schedule;

/**
 * How a picture becomes the input tensor: resize (Pillow's BILINEAR, bit for bit), centre crop,
 * then a table per channel that holds normalization and quantization at once: {@code element =
 * table[channel * 256 + pixel]}.
 */
public final class Preprocessing {
  /** How the picture is brought to the model's size. */
  public enum Resize {
    /**
     * Short side to round(short side of the model / cropFraction), aspect kept, then the centre is
     * cut out.
     */
    SHORT_SIDE,
    /** Straight to height x width. */
    STRETCH
  }

  /** How the picture is brought to size. */
  public final Resize resize;

  /**
   * Fraction of the resized short side that the crop keeps, above 0, at most 1; 1 for {@link
   * Resize#STRETCH}.
   */
  public final double cropFraction;

  /** Mean of each channel on the 0 to 1 scale. */
  public final double[] mean;

  /** Standard deviation of each channel on the 0 to 1 scale. */
  public final double[] std;

  /** Input element of each pixel value, [channel][256]. */
  public final byte[] table;

  /** Keeps the arrays (one entry per input channel: 3 = RGB, 1 = luma) without copying. */
  public Preprocessing(
      Resize resize, double cropFraction, double[] mean, double[] std, byte[] table) {
    this.resize = resize;
    this.cropFraction = cropFraction;
    this.mean = mean;
    this.std = std;
    this.table = table;
  }

  /**
   * The real value of a pixel, which the float model sees: (pixel / 255 - mean) / std.
   *
   * @param pixel 0 to 255
   * @param channel index of the channel
   */
  public double real(int pixel, int channel) {
    return (pixel / 255.0 - mean[channel]) / std[channel];
  }

  /** The same preprocessing with another table. */
  public Preprocessing withTable(byte[] newTable) {
    return new Preprocessing(resize, cropFraction, mean, std, newTable);
  }
}

package dev.octet.model.graph;

/**
 * Shape of one activation tensor, batch 1, layout HWC. A vector of features is 1 x 1 x channels.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels channels, at least 1
 */
public record Shape(int height, int width, int channels) {
  /** Checks that every extent is positive. */
  public Shape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException("not a shape: " + height + "x" + width + "x" + channels);
    }
  }

  /** Number of elements. */
  public int elements() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** Number of pixels: height x width. */
  public int pixels() {
    return height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}

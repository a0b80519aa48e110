package dev.octet.runtime.preprocess;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing.Resize;

/**
 * Where the pixels of a model's input lie in a resized picture. All rounding is half to even, in
 * double, as Python's {@code round} does it (docs/preprocessing.md).
 */
public final class Geometry {
  /** The largest side of a picture, in pixels. */
  public static final int MAX_SIDE = 65_535;

  /** The largest side of the picture that the crop is cut out of; it is never held in memory. */
  private static final double MAX_RESIZED = 1 << 30;

  /** Columns of the whole resized picture. */
  public final int resizedWidth;

  /** Rows of the whole resized picture. */
  public final int resizedHeight;

  /** First column of the crop in the resized picture. */
  public final int left;

  /** First row of the crop in the resized picture. */
  public final int top;

  private Geometry(int resizedWidth, int resizedHeight, int left, int top) {
    this.resizedWidth = resizedWidth;
    this.resizedHeight = resizedHeight;
    this.left = left;
    this.top = top;
  }

  /**
   * Places a model's input in a picture.
   *
   * <p>{@link Resize#SHORT_SIDE}: the picture is scaled, aspect kept, until it just covers a box of
   * round(height / cropFraction) x round(width / cropFraction) (for a square model: until its short
   * side is round(side / cropFraction)); the centre is cut out, rounded towards the upper left.
   *
   * @param resize the rule
   * @param cropFraction above 0, at most 1; not used by {@link Resize#STRETCH}
   * @param height rows of the model's input
   * @param width columns of the model's input
   * @param pictureWidth columns of the picture, 1 to {@link #MAX_SIDE}
   * @param pictureHeight rows of the picture, 1 to {@link #MAX_SIDE}
   * @throws OctetException (INPUT) if the picture is empty, too large or too narrow
   */
  public static Geometry of(
      Resize resize,
      double cropFraction,
      int height,
      int width,
      int pictureWidth,
      int pictureHeight) {
    if (pictureWidth < 1
        || pictureHeight < 1
        || pictureWidth > MAX_SIDE
        || pictureHeight > MAX_SIDE) {
      throw new OctetException(
          Failure.INPUT,
          "a side is outside of 1 to " + MAX_SIDE + " pixels",
          "picture of " + pictureWidth + "x" + pictureHeight,
          "give a picture within these limits");
    }
    if (resize == Resize.STRETCH) {
      return new Geometry(width, height, 0, 0);
    }
    double scale =
        Math.max(
            Math.rint(width / cropFraction) / pictureWidth,
            Math.rint(height / cropFraction) / pictureHeight);
    double resizedWidth = Math.rint(pictureWidth * scale);
    double resizedHeight = Math.rint(pictureHeight * scale);
    if (resizedWidth > MAX_RESIZED || resizedHeight > MAX_RESIZED) {
      throw new OctetException(
          Failure.INPUT,
          "too narrow to be resized to its short side",
          "picture of " + pictureWidth + "x" + pictureHeight,
          "leave it out, or resize by stretching");
    }
    return new Geometry(
        (int) resizedWidth,
        (int) resizedHeight,
        ((int) resizedWidth - width) / 2,
        ((int) resizedHeight - height) / 2);
  }
}

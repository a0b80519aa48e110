package dev.octet.runtime.schedule.operation;

/** A sliding window over a map: kernel size, stride, padding, dilation, each in pixels. */
public final class Window {
  /** Rows of the kernel, at least 1. */
  public final int kernelHeight;

  /** Columns of the kernel, at least 1. */
  public final int kernelWidth;

  /** Rows between two output rows, at least 1. */
  public final int strideHeight;

  /** Columns between two output columns, at least 1. */
  public final int strideWidth;

  /** Rows of padding above the map, at least 0. */
  public final int padTop;

  /** Columns of padding left of the map, at least 0. */
  public final int padLeft;

  /** Rows of padding below the map, at least 0. */
  public final int padBottom;

  /** Columns of padding right of the map, at least 0. */
  public final int padRight;

  /** Rows between two kernel rows, at least 1 (1 = dense). */
  public final int dilationHeight;

  /** Columns between two kernel columns, at least 1 (1 = dense). */
  public final int dilationWidth;

  /** Describes a window; see the fields for units and ranges. */
  public Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padTop,
      int padLeft,
      int padBottom,
      int padRight,
      int dilationHeight,
      int dilationWidth) {
    this.kernelHeight = kernelHeight;
    this.kernelWidth = kernelWidth;
    this.strideHeight = strideHeight;
    this.strideWidth = strideWidth;
    this.padTop = padTop;
    this.padLeft = padLeft;
    this.padBottom = padBottom;
    this.padRight = padRight;
    this.dilationHeight = dilationHeight;
    this.dilationWidth = dilationWidth;
  }

  /** A window of one pixel: a matrix product for each pixel of the map. */
  public static Window pointwise() {
    return square(1, 1, 0);
  }

  /** A square kernel with the same stride and the same padding on all sides. */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(kernel, kernel, stride, stride, pad, pad, pad, pad, 1, 1);
  }

  /** A window over a whole map of this size at once. */
  public static Window whole(int height, int width) {
    return new Window(height, width, 1, 1, 0, 0, 0, 0, 1, 1);
  }

  /** The same window with other padding. */
  public Window withPadding(int top, int left, int bottom, int right) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        top,
        left,
        bottom,
        right,
        dilationHeight,
        dilationWidth);
  }

  /** Output rows for a map of {@code height} rows: floor((height + pads - extent) / stride) + 1. */
  public int outputHeight(int height) {
    int extent = (kernelHeight - 1) * dilationHeight + 1;
    return Math.floorDiv(height + padTop + padBottom - extent, strideHeight) + 1;
  }

  /** Output columns for a map of {@code width} columns. */
  public int outputWidth(int width) {
    int extent = (kernelWidth - 1) * dilationWidth + 1;
    return Math.floorDiv(width + padLeft + padRight - extent, strideWidth) + 1;
  }

  /** Whether this is a 1x1 window of stride 1 without padding: a matrix product per pixel. */
  public boolean isPointwise() {
    return kernelHeight == 1
        && kernelWidth == 1
        && strideHeight == 1
        && strideWidth == 1
        && (padTop | padLeft | padBottom | padRight) == 0;
  }
}

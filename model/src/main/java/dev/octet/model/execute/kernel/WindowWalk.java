package dev.octet.model.execute.kernel;

import dev.octet.runtime.schedule.operation.Window;

/** Which taps of a sliding window fall onto the map. */
public final class WindowWalk {
  private WindowWalk() {}

  /** First kernel row that lies on the map, for the window whose top row is {@code top}. */
  public static int firstRow(Window w, int top) {
    return first(top, w.dilationHeight);
  }

  /** Past the last kernel row that lies on a map of {@code height} rows. */
  public static int endRow(Window w, int top, int height) {
    return end(top, w.dilationHeight, w.kernelHeight, height);
  }

  /** First kernel column that lies on the map. */
  public static int firstColumn(Window w, int left) {
    return first(left, w.dilationWidth);
  }

  /** Past the last kernel column that lies on a map of {@code width} columns. */
  public static int endColumn(Window w, int left, int width) {
    return end(left, w.dilationWidth, w.kernelWidth, width);
  }

  private static int first(int start, int dilation) {
    return start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  }

  private static int end(int start, int dilation, int kernel, int extent) {
    // Floor division: start may lie past the map when padding is wide.
    return Math.max(0, Math.min(kernel, Math.floorDiv(extent - 1 - start, dilation) + 1));
  }
}

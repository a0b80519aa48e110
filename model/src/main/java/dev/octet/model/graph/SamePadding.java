package dev.octet.model.graph;

/** TensorFlow's {@code same} padding: as many outputs as strides fit into the map. */
public final class SamePadding {
  private SamePadding() {}

  /**
   * Pixels before and after one side of a map; an odd one comes after.
   *
   * @param extent pixels of the map
   * @param kernel pixels of the window
   * @param stride pixels from one output to the next
   * @param dilation pixels from one kernel pixel to the next
   */
  public static int[] of(int extent, int kernel, int stride, int dilation) {
    int outputs = (extent + stride - 1) / stride;
    int span = (kernel - 1) * dilation + 1;
    int total = Math.max((outputs - 1) * stride + span - extent, 0);
    return new int[] {total / 2, total - total / 2};
  }
}

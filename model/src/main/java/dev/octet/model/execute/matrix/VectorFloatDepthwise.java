package dev.octet.model.execute.matrix;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.WindowWalk;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** Depthwise convolution, lanes over channels. */
final class VectorFloatDepthwise extends FloatDepthwise {
  VectorFloatDepthwise(Op.Conv conv, Shape in, Shape out) {
    super(conv, in, out);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int taps = window.kernelHeight * window.kernelWidth;
    int[] offsets = scratch.ints(2 * taps);
    int pixel = from;
    while (pixel < to) {
      int y = pixel / out.width();
      int x = pixel % out.width();
      int rowEnd = Math.min(out.width(), x + to - pixel);
      int top = y * window.strideHeight - window.padTop;
      int firstRow = WindowWalk.firstRow(window, top);
      int endRow = WindowWalk.endRow(window, top, in.height());
      while (x < rowEnd) {
        int left = x * window.strideWidth - window.padLeft;
        int firstColumn = WindowWalk.firstColumn(window, left);
        int endColumn = WindowWalk.endColumn(window, left, in.width());
        int count = taps(offsets, top, left, firstRow, endRow, firstColumn, endColumn);
        int run = 1;
        if (endColumn - firstColumn == window.kernelWidth) {
          // Pixels whose windows lie within the map's columns use the same taps, moved on.
          int room = in.width() - 1 - (left + (window.kernelWidth - 1) * window.dilationWidth);
          run = Math.min(rowEnd - x, 1 + room / window.strideWidth);
        }
        FloatDepthwiseTiles.pixels(
            inputs[0],
            window.strideWidth * in.channels(),
            weights,
            offsets,
            count,
            bias,
            output,
            (y * out.width() + x) * out.channels(),
            out.channels(),
            run);
        x += run;
      }
      pixel = y * out.width() + rowEnd;
    }
  }

  /** Lists the taps on the map: offset into the input, offset into the weights, and so on. */
  private int taps(
      int[] offsets, int top, int left, int firstRow, int endRow, int firstColumn, int endColumn) {
    int count = 0;
    for (int ky = firstRow; ky < endRow; ky++) {
      int row = top + ky * window.dilationHeight;
      for (int kx = firstColumn; kx < endColumn; kx++) {
        int column = left + kx * window.dilationWidth;
        offsets[count++] = (row * in.width() + column) * in.channels();
        offsets[count++] = (ky * window.kernelWidth + kx) * in.channels();
      }
    }
    return count;
  }
}

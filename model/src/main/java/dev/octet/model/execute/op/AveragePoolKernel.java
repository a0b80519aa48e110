package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.execute.kernel.WindowWalk;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;

/** Mean over a window, added up in double. */
final class AveragePoolKernel extends PixelKernel {
  private final Window window;
  private final boolean countPadding;

  AveragePoolKernel(Op.AveragePool op, Shape in, Shape out) {
    super(in, out);
    this.window = op.window();
    this.countPadding = op.countPadding();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int channels = in.channels();
    double[] sums = scratch.doubles(channels);
    for (int pixel = from; pixel < to; pixel++) {
      int top = pixel / out.width() * window.strideHeight - window.padTop;
      int left = pixel % out.width() * window.strideWidth - window.padLeft;
      int firstRow = WindowWalk.firstRow(window, top);
      int endRow = WindowWalk.endRow(window, top, in.height());
      int firstColumn = WindowWalk.firstColumn(window, left);
      int endColumn = WindowWalk.endColumn(window, left, in.width());
      int o = pixel * channels;
      Arrays.fill(sums, 0, channels, 0);
      for (int ky = firstRow; ky < endRow; ky++) {
        for (int kx = firstColumn; kx < endColumn; kx++) {
          int row = top + ky * window.dilationHeight;
          int column = left + kx * window.dilationWidth;
          add(inputs[0], (row * in.width() + column) * channels, sums, channels);
        }
      }
      int count = divisor(top, left, firstRow, endRow, firstColumn, endColumn);
      for (int c = 0; c < channels; c++) {
        output[o + c] = (float) (sums[c] / count);
      }
    }
  }

  /** Pixels that count; a window may reach beyond the padding, and that part never counts. */
  private int divisor(int top, int left, int firstRow, int endRow, int firstColumn, int endColumn) {
    if (!countPadding) {
      return Math.max(1, endRow - firstRow) * Math.max(1, endColumn - firstColumn);
    }
    int rows = Math.min(top + window.kernelHeight, in.height() + window.padBottom) - top;
    int columns = Math.min(left + window.kernelWidth, in.width() + window.padRight) - left;
    return rows * columns;
  }

  private static void add(float[] x, int offset, double[] sums, int channels) {
    for (int c = 0; c < channels; c++) {
      sums[c] += x[offset + c];
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.execute.kernel.WindowWalk;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;

/** Maximum over a window; padding never wins. */
final class MaxPoolKernel extends PixelKernel {
  private final Window window;

  MaxPoolKernel(Op.MaxPool op, Shape in, Shape out) {
    super(in, out);
    this.window = op.window();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int channels = in.channels();

    for (int pixel = from; pixel < to; pixel++) {
      int top = pixel / out.width() * window.strideHeight - window.padTop;
      int left = pixel % out.width() * window.strideWidth - window.padLeft;
      int firstRow = WindowWalk.firstRow(window, top);
      int endRow = WindowWalk.endRow(window, top, in.height());
      int firstColumn = WindowWalk.firstColumn(window, left);
      int endColumn = WindowWalk.endColumn(window, left, in.width());
      int o = pixel * channels;
      Arrays.fill(output, o, o + channels, Float.NEGATIVE_INFINITY);
      for (int ky = firstRow; ky < endRow; ky++) {
        for (int kx = firstColumn; kx < endColumn; kx++) {
          int row = top + ky * window.dilationHeight;
          int column = left + kx * window.dilationWidth;
          keepLarger(inputs[0], (row * in.width() + column) * channels, output, o, channels);
        }
      }
    }
  }

  private static void keepLarger(float[] x, int offset, float[] output, int o, int channels) {
    for (int c = 0; c < channels; c++) {
      output[o + c] = Math.max(output[o + c], x[offset + c]);
    }
  }
}

package dev.octet.model.execute.op.pool;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.execute.kernel.WindowWalk;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;

/** Goes over the windows of a pool, and for each over the pixels that lie in the map. */
abstract class PoolKernel extends PixelKernel {
  final Window window;

  PoolKernel(Window window, Shape in, Shape out) {
    super(in, out);
    this.window = window;
  }

  @Override
  public final void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int channels = in.channels();
    for (int pixel = from; pixel < to; pixel++) {
      int top = pixel / out.width() * window.strideHeight - window.padTop;
      int left = pixel % out.width() * window.strideWidth - window.padLeft;
      int firstRow = WindowWalk.firstRow(window, top);
      int endRow = WindowWalk.endRow(window, top, in.height());
      int firstColumn = WindowWalk.firstColumn(window, left);
      int endColumn = WindowWalk.endColumn(window, left, in.width());
      int o = pixel * channels;
      begin(output, o, scratch);
      for (int ky = firstRow; ky < endRow; ky++) {
        for (int kx = firstColumn; kx < endColumn; kx++) {
          int row = top + ky * window.dilationHeight;
          int column = left + kx * window.dilationWidth;
          take(inputs[0], (row * in.width() + column) * channels, output, o, scratch);
        }
      }
      int seen = Math.max(1, endRow - firstRow) * Math.max(1, endColumn - firstColumn);
      end(output, o, top, left, seen, scratch);
    }
  }

  /** Before the pixels of a window, whose output pixel starts at {@code o}. */
  abstract void begin(float[] output, int o, FloatScratch scratch);

  /** One pixel of a window, whose channels start at {@code x[offset]}. */
  abstract void take(float[] x, int offset, float[] output, int o, FloatScratch scratch);

  /**
   * After the pixels of a window.
   *
   * @param top the window's first row, in the padding where below 0
   * @param left its first column
   * @param seen pixels of the window that lie in the map, at least 1
   */
  abstract void end(float[] output, int o, int top, int left, int seen, FloatScratch scratch);
}

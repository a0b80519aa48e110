package dev.octet.model.execute.matrix;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.WindowWalk;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** Depthwise convolution in plain Java, channels innermost. */
final class ScalarFloatDepthwise extends FloatDepthwise {
  ScalarFloatDepthwise(Op.Conv conv, Shape in, Shape out) {
    super(conv, in, out);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    int channels = out.channels();
    for (int pixel = from; pixel < to; pixel++) {
      int top = pixel / out.width() * window.strideHeight - window.padTop;
      int left = pixel % out.width() * window.strideWidth - window.padLeft;
      int endRow = WindowWalk.endRow(window, top, in.height());
      int endColumn = WindowWalk.endColumn(window, left, in.width());
      int o = pixel * channels;
      System.arraycopy(bias, 0, output, o, channels);
      for (int ky = WindowWalk.firstRow(window, top); ky < endRow; ky++) {
        for (int kx = WindowWalk.firstColumn(window, left); kx < endColumn; kx++) {
          int row = top + ky * window.dilationHeight;
          int column = left + kx * window.dilationWidth;
          addProduct(
              output,
              o,
              x,
              (row * in.width() + column) * channels,
              weights,
              (ky * window.kernelWidth + kx) * channels,
              channels);
        }
      }
    }
  }

  private static void addProduct(
      float[] sums, int s, float[] x, int xo, float[] w, int wo, int count) {
    for (int c = 0; c < count; c++) {
      sums[s + c] = Math.fma(x[xo + c], w[wo + c], sums[s + c]);
    }
  }
}

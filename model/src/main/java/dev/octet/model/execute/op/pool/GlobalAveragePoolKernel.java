package dev.octet.model.execute.op.pool;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;
import java.util.Arrays;

/** Mean over all pixels, added up in double; a piece is one channel. */
public final class GlobalAveragePoolKernel implements FloatKernel {
  private final Shape in;

  /** The kernel for maps of one shape. */
  public GlobalAveragePoolKernel(Shape in) {
    this.in = in;
  }

  @Override
  public int pieces() {
    return in.channels();
  }

  @Override
  public boolean pixelwise() {
    return false;
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    double[] sums = scratch.doubles(in.channels());
    Arrays.fill(sums, from, to, 0);
    int channels = in.channels();
    for (int pixel = 0; pixel < in.pixels(); pixel++) {
      add(inputs[0], pixel * channels, sums, from, to);
    }
    for (int c = from; c < to; c++) {
      output[c] = (float) (sums[c] / in.pixels());
    }
  }

  private static void add(float[] x, int offset, double[] sums, int from, int to) {
    for (int c = from; c < to; c++) {
      sums[c] += x[offset + c];
    }
  }
}

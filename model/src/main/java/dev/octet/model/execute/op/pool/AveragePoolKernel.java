package dev.octet.model.execute.op.pool;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.Arrays;

/** Mean over a window, added up in double. */
public final class AveragePoolKernel extends PoolKernel {
  private final boolean countPadding;

  /** The kernel of one average pool. */
  public AveragePoolKernel(Op.AveragePool op, Shape in, Shape out) {
    super(op.window(), in, out);
    this.countPadding = op.countPadding();
  }

  @Override
  void begin(float[] output, int o, FloatScratch scratch) {
    Arrays.fill(scratch.doubles(in.channels()), 0, in.channels(), 0);
  }

  @Override
  void take(float[] x, int offset, float[] output, int o, FloatScratch scratch) {
    double[] sums = scratch.doubles(in.channels());
    for (int c = 0; c < in.channels(); c++) {
      sums[c] += x[offset + c];
    }
  }

  @Override
  void end(float[] output, int o, int top, int left, int seen, FloatScratch scratch) {
    double[] sums = scratch.doubles(in.channels());
    int count = countPadding ? padded(top, left) : seen;
    for (int c = 0; c < in.channels(); c++) {
      output[o + c] = (float) (sums[c] / count);
    }
  }

  /** A window may reach beyond the padding; that part never counts. */
  private int padded(int top, int left) {
    int rows = Math.min(top + window.kernelHeight, in.height() + window.padBottom) - top;
    int columns = Math.min(left + window.kernelWidth, in.width() + window.padRight) - left;
    return rows * columns;
  }
}

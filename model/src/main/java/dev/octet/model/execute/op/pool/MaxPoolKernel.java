package dev.octet.model.execute.op.pool;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.Arrays;

/** Maximum over a window; padding never wins. */
public final class MaxPoolKernel extends PoolKernel {
  /** The kernel of one max pool. */
  public MaxPoolKernel(Op.MaxPool op, Shape in, Shape out) {
    super(op.window(), in, out);
  }

  @Override
  void begin(float[] output, int o, FloatScratch scratch) {
    Arrays.fill(output, o, o + in.channels(), Float.NEGATIVE_INFINITY);
  }

  @Override
  void take(float[] x, int offset, float[] output, int o, FloatScratch scratch) {
    for (int c = 0; c < in.channels(); c++) {
      output[o + c] = Math.max(output[o + c], x[offset + c]);
    }
  }

  @Override
  void end(float[] output, int o, int top, int left, int seen, FloatScratch scratch) {}
}

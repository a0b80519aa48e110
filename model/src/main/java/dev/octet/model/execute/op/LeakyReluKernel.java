package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** {@code x} where it is at least 0, else {@code slope * x}. */
final class LeakyReluKernel extends ElementwiseKernel {
  private final float slope;

  LeakyReluKernel(Op.LeakyRelu op, Shape shape) {
    super(shape);
    this.slope = op.slope();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    for (int i = from * channels(); i < to * channels(); i++) {
      output[i] = x[i] < 0 ? slope * x[i] : x[i];
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** The channels of each pixel over their Euclidean length. */
final class L2NormalizeKernel extends ElementwiseKernel {
  private final float epsilon;

  L2NormalizeKernel(Op.L2Normalize op, Shape shape) {
    super(shape);
    this.epsilon = op.epsilon();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    for (int start = from * channels(); start < to * channels(); start += channels()) {
      double sum = 0;
      for (int i = start; i < start + channels(); i++) {
        sum += (double) x[i] * x[i];
      }
      double length = Math.max(Math.sqrt(sum), epsilon);
      for (int i = start; i < start + channels(); i++) {
        output[i] = (float) (x[i] / length);
      }
    }
  }
}

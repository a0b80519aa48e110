package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** {@code min(max(alpha * x + beta, 0), 1)}. */
final class HardSigmoidKernel extends ElementwiseKernel {

  private final float alpha;
  private final float beta;

  HardSigmoidKernel(Op.HardSigmoid op, Shape shape) {
    super(shape);
    this.alpha = op.alpha();
    this.beta = op.beta();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    int end = to * channels();
    for (int i = from * channels(); i < end; i++) {
      output[i] = Math.min(Math.max(Math.fma(alpha, x[i], beta), 0f), 1f);
    }
  }
}

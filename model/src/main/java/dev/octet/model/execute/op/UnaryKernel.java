package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.graph.UnaryFunction;

/** A function of each value. */
final class UnaryKernel extends ElementwiseKernel {
  private final UnaryFunction function;
  private final float parameter;

  UnaryKernel(Op.Unary op, Shape shape) {
    super(shape);
    this.function = op.function();
    this.parameter = op.parameter();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    for (int i = from * channels(); i < to * channels(); i++) {
      output[i] = (float) function.apply(x[i], parameter);
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;

/** Softmax over the channels of each pixel. */
final class SoftmaxKernel extends ElementwiseKernel {
  SoftmaxKernel(Shape shape) {
    super(shape);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    for (int start = from * channels(); start < to * channels(); start += channels()) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = start; i < start + channels(); i++) {
        largest = Math.max(largest, x[i]);
      }
      double sum = 0;
      for (int i = start; i < start + channels(); i++) {
        output[i] = (float) StrictMath.exp(x[i] - largest);
        sum += output[i];
      }
      for (int i = start; i < start + channels(); i++) {
        output[i] = (float) (output[i] / sum);
      }
    }
  }
}

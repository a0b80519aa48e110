package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;

/** Sum of two maps. */
final class AddKernel extends ElementwiseKernel {

  AddKernel(Shape shape) {
    super(shape);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    float[] y = inputs[1];
    int end = to * channels();
    for (int i = from * channels(); i < end; i++) {
      output[i] = x[i] + y[i];
    }
  }
}

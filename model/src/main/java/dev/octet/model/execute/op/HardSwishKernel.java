package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;

/** {@code x * min(max(x + 3, 0), 6) / 6}. */
final class HardSwishKernel extends ElementwiseKernel {

  private static final float SIXTH = 1f / 6f;

  HardSwishKernel(Shape shape) {
    super(shape);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    int end = to * channels();
    for (int i = from * channels(); i < end; i++) {
      output[i] = x[i] * (Math.min(Math.max(x[i] + 3f, 0f), 6f) * SIXTH);
    }
  }
}

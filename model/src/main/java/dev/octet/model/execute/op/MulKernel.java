package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;

/** Product of two maps, or of a map and one gate per channel. */
final class MulKernel extends ElementwiseKernel {

  private final boolean gate;

  MulKernel(Shape map, Shape factor) {
    super(map);
    this.gate = !factor.equals(map);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    float[] y = inputs[1];
    if (gate) {
      for (int pixel = from; pixel < to; pixel++) {
        scale(x, y, output, pixel * channels());
      }
      return;
    }
    int end = to * channels();
    for (int i = from * channels(); i < end; i++) {
      output[i] = x[i] * y[i];
    }
  }

  private void scale(float[] x, float[] factor, float[] output, int offset) {
    int channels = channels();
    for (int c = 0; c < channels; c++) {
      output[offset + c] = x[offset + c] * factor[c];
    }
  }
}

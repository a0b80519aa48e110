package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** Clamps every element. */
final class ClipKernel extends ElementwiseKernel {

  private final float low;
  private final float high;

  ClipKernel(Op.Clip clip, Shape shape) {
    super(shape);
    this.low = clip.low();
    this.high = clip.high();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    int end = to * channels();
    for (int i = from * channels(); i < end; i++) {
      output[i] = Math.min(Math.max(x[i], low), high);
    }
  }
}

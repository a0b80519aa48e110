package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;
import java.util.Arrays;

/** {@code x} where it is at least 0, else the channel's slope times {@code x}. */
final class LeakyReluKernel extends ElementwiseKernel {
  private final float[] slopes;

  LeakyReluKernel(float[] slopes, Shape shape) {
    super(shape);
    this.slopes = slopes;
  }

  /** One slope for all channels. */
  LeakyReluKernel(float slope, Shape shape) {
    this(new float[shape.channels()], shape);
    Arrays.fill(slopes, slope);
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] x = inputs[0];
    int i = from * slopes.length;
    for (int pixel = from; pixel < to; pixel++) {
      for (float slope : slopes) {
        output[i] = x[i] < 0 ? slope * x[i] : x[i];
        i++;
      }
    }
  }
}

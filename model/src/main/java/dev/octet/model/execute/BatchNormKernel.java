package dev.octet.model.execute;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/**
 * Batch normalization as one multiplication and addition per element; constants found in double.
 */
final class BatchNormKernel extends ElementwiseKernel {

  private final float[] scale;
  private final float[] shift;

  BatchNormKernel(Op.BatchNorm op, Shape shape) {
    super(shape);
    int channels = shape.channels();
    scale = new float[channels];
    shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = op.gamma()[c] / Math.sqrt(op.variance()[c] + op.epsilon());
      scale[c] = (float) factor;
      shift[c] = (float) (op.beta()[c] - op.mean()[c] * factor);
    }
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, Scratch scratch) {
    for (int pixel = from; pixel < to; pixel++) {
      normalize(inputs[0], output, pixel * channels());
    }
  }

  private void normalize(float[] x, float[] output, int offset) {
    int channels = channels();
    for (int c = 0; c < channels; c++) {
      output[offset + c] = Math.fma(x[offset + c], scale[c], shift[c]);
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.ElementwiseKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/**
 * Batch normalization as one multiplication and addition per element; constants found in double.
 */
final class BatchNormKernel extends ElementwiseKernel {

  /** Elements that an inner loop should have, so that the JIT compiler's vector loop pays. */
  private static final int LONG_LOOP = 512;

  private final float[] scale;
  private final float[] shift;

  BatchNormKernel(Op.BatchNorm op, Shape shape) {
    super(shape);
    int channels = shape.channels();
    int repeats = Math.min(shape.pixels(), (LONG_LOOP + channels - 1) / channels);
    scale = new float[channels * repeats];
    shift = new float[channels * repeats];
    for (int i = 0; i < scale.length; i++) {
      int c = i % channels;
      double factor = op.gamma()[c] / Math.sqrt(op.variance()[c] + op.epsilon());
      scale[i] = (float) factor;
      shift[i] = (float) (op.beta()[c] - op.mean()[c] * factor);
    }
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int end = to * channels();
    for (int i = from * channels(); i < end; i += scale.length) {
      normalize(inputs[0], output, i, Math.min(scale.length, end - i));
    }
  }

  private void normalize(float[] x, float[] output, int offset, int count) {
    for (int i = 0; i < count; i++) {
      output[offset + i] = Math.fma(x[offset + i], scale[i], shift[i]);
    }
  }
}

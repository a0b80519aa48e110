package dev.octet.model.execute;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.Window;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise convolution, lanes over channels. The last vector reaches back over channels that the
 * one before has done; it finds the same bits there.
 */
final class VectorDepthwise implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final Window window;
  private final float[] weights;
  private final float[] bias;
  private final Shape in;
  private final Shape out;

  VectorDepthwise(Op.Conv conv, Shape in, Shape out) {
    this.window = conv.window();
    this.weights = DepthwiseWeights.tapsFirst(conv);
    this.bias = conv.bias();
    this.in = in;
    this.out = out;
  }

  @Override
  public int pieces() {
    return out.pixels();
  }

  @Override
  public int elementsPerPiece() {
    return 2 * out.channels();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, Scratch scratch) {
    for (int pixel = from; pixel < to; pixel++) {
      int top = pixel / out.width() * window.strideHeight - window.padTop;
      int left = pixel % out.width() * window.strideWidth - window.padLeft;
      pixel(inputs[0], output, pixel * out.channels(), top, left);
    }
  }

  private void pixel(float[] x, float[] output, int o, int top, int left) {
    int channels = out.channels();
    int firstRow = WindowWalk.firstRow(window, top);
    int endRow = WindowWalk.endRow(window, top, in.height());
    int firstColumn = WindowWalk.firstColumn(window, left);
    int endColumn = WindowWalk.endColumn(window, left, in.width());
    int rowStep = in.width() * channels;
    int columnStep = window.dilationWidth * channels;
    int first = (top * in.width() + left + firstColumn * window.dilationWidth) * channels;
    for (int c = 0; c < channels; c += LANES) {
      int channel = Math.min(c, channels - LANES);
      FloatVector sum = FloatVector.fromArray(SPECIES, bias, channel);
      for (int ky = firstRow; ky < endRow; ky++) {
        int source = first + ky * window.dilationHeight * rowStep + channel;
        int tap = (ky * window.kernelWidth + firstColumn) * channels + channel;
        for (int kx = firstColumn; kx < endColumn; kx++) {
          FloatVector w = FloatVector.fromArray(SPECIES, weights, tap);
          sum = FloatVector.fromArray(SPECIES, x, source).fma(w, sum);
          source += columnStep;
          tap += channels;
        }
      }
      sum.intoArray(output, o + channel);
    }
  }
}

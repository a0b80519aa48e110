package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;
import java.util.List;

/** Channels of all inputs one after another. */
final class ConcatKernel implements FloatKernel {
  private final int[] channels;
  private final Shape out;

  ConcatKernel(List<Shape> inputs, Shape out) {
    this.channels = inputs.stream().mapToInt(Shape::channels).toArray();
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
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int first = 0;
    for (int i = 0; i < channels.length; i++) {
      for (int pixel = from; pixel < to; pixel++) {
        System.arraycopy(
            inputs[i], pixel * channels[i], output, pixel * out.channels() + first, channels[i]);
      }
      first += channels[i];
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.Arrays;

/** Values moved by tables. */
final class RearrangeKernel extends PixelKernel {
  private final Op.Rearrange op;

  RearrangeKernel(Op.Rearrange op, Shape in, Shape out) {
    super(in, out);
    this.op = op;
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int[] depth = op.depth();
    for (int pixel = from; pixel < to; pixel++) {
      int row = op.rows()[pixel / out.width()];
      int column = op.columns()[pixel % out.width()];
      int o = pixel * depth.length;
      if (row < 0 || column < 0) {
        Arrays.fill(output, o, o + depth.length, op.fill());
        continue;
      }
      for (int offset : depth) {
        output[o++] = offset < 0 ? op.fill() : inputs[0][row + column + offset];
      }
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Shape;

/** Interpolation between the four neighbours of a place. */
final class ResizeKernel extends PixelKernel {
  private final Sampling rows;
  private final Sampling columns;

  ResizeKernel(Op.Resize op, Shape in, Shape out) {
    super(in, out);
    this.rows = op.rows();
    this.columns = op.columns();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    float[] map = inputs[0];
    int channels = in.channels();
    for (int pixel = from; pixel < to; pixel++) {
      int y = pixel / out.width();
      int x = pixel % out.width();
      float down = rows.weight()[y];
      float right = columns.weight()[x];
      int top = rows.first()[y] * in.width();
      int bottom = rows.second()[y] * in.width();
      int a = (top + columns.first()[x]) * channels;
      int b = (top + columns.second()[x]) * channels;
      int c = (bottom + columns.first()[x]) * channels;
      int d = (bottom + columns.second()[x]) * channels;
      int o = pixel * channels;
      for (int i = 0; i < channels; i++) {
        float above = map[a + i] + right * (map[b + i] - map[a + i]);
        float below = map[c + i] + right * (map[d + i] - map[c + i]);
        output[o + i] = above + down * (below - above);
      }
    }
  }
}

package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.Arrays;

/** Constant border around a map. */
final class PadKernel extends PixelKernel {
  private final Op.Pad pad;

  PadKernel(Op.Pad pad, Shape in, Shape out) {
    super(in, out);
    this.pad = pad;
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    int channels = in.channels();
    for (int pixel = from; pixel < to; pixel++) {
      int row = pixel / out.width() - pad.top();
      int column = pixel % out.width() - pad.left();
      int o = pixel * channels;
      if (row < 0 || row >= in.height() || column < 0 || column >= in.width()) {
        Arrays.fill(output, o, o + channels, pad.value());
      } else {
        System.arraycopy(inputs[0], (row * in.width() + column) * channels, output, o, channels);
      }
    }
  }
}

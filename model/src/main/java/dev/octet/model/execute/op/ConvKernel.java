package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.execute.kernel.WindowWalk;
import dev.octet.model.execute.matrix.FloatArithmetic;
import dev.octet.model.execute.matrix.PackedMatrix;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;

/**
 * Convolution as a matrix product: windows become rows (none are copied for a pointwise
 * convolution), each group of channels is a matrix of its own.
 */
final class ConvKernel implements FloatKernel {
  private final Window window;
  private final int groups;
  private final PackedMatrix[] matrices;
  private final Shape in;
  private final Shape out;
  private final int depth;

  ConvKernel(Op.Conv conv, Shape in, Shape out, FloatArithmetic arithmetic) {
    this.window = conv.window();
    this.groups = conv.groups();
    this.in = in;
    this.out = out;
    this.depth = conv.weightsPerChannel();
    this.matrices = new PackedMatrix[groups];
    int columns = conv.outputChannels() / groups;
    for (int g = 0; g < groups; g++) {
      int first = g * columns;
      matrices[g] =
          arithmetic.pack(
              Arrays.copyOfRange(conv.weights(), first * depth, (first + columns) * depth),
              Arrays.copyOfRange(conv.bias(), first, first + columns),
              columns,
              depth);
    }
  }

  /** A single pixel, as in a fully connected layer, is shared out by blocks of channels. */
  @Override
  public boolean pixelwise() {
    return out.pixels() > 1 || groups > 1;
  }

  @Override
  public int pieces() {
    return pixelwise() ? out.pixels() : matrices[0].blocks();
  }

  @Override
  public int elementsPerPiece() {
    return depth + out.channels();
  }

  @Override
  public void run(float[][] inputs, float[] output, int from, int to, FloatScratch scratch) {
    if (!pixelwise()) {
      float[] rows = window.isPointwise() ? inputs[0] : gather(inputs[0], 0, 1, 0, scratch);
      matrices[0].multiply(rows, 0, depth, output, 0, out.channels(), 1, from, to);
      return;
    }
    int columns = out.channels() / groups;
    for (int g = 0; g < groups; g++) {
      PackedMatrix matrix = matrices[g];
      int outOffset = from * out.channels() + g * columns;
      if (window.isPointwise()) {
        int offset = from * in.channels() + g * depth;
        matrix.multiply(
            inputs[0],
            offset,
            in.channels(),
            output,
            outOffset,
            out.channels(),
            to - from,
            0,
            matrix.blocks());
      } else {
        float[] rows = gather(inputs[0], from, to, g, scratch);
        matrix.multiply(
            rows, 0, depth, output, outOffset, out.channels(), to - from, 0, matrix.blocks());
      }
    }
  }

  /** Copies the windows of some output pixels, [pixel][row][column][channel of the group]. */
  private float[] gather(float[] x, int from, int to, int group, FloatScratch scratch) {
    int perGroup = in.channels() / groups;
    float[] rows = scratch.floats((to - from) * depth);
    // Neighbouring columns of the window are neighbours in memory unless dilation parts them.
    boolean dense = window.dilationWidth == 1 && groups == 1;
    for (int pixel = from; pixel < to; pixel++) {
      int top = pixel / out.width() * window.strideHeight - window.padTop;
      int left = pixel % out.width() * window.strideWidth - window.padLeft;
      int firstColumn = WindowWalk.firstColumn(window, left);
      int endColumn = WindowWalk.endColumn(window, left, in.width());
      int firstRow = WindowWalk.firstRow(window, top);
      int endRow = WindowWalk.endRow(window, top, in.height());
      int taps = Math.max(0, endRow - firstRow) * Math.max(0, endColumn - firstColumn);
      if (taps < window.kernelHeight * window.kernelWidth) {
        Arrays.fill(rows, (pixel - from) * depth, (pixel - from + 1) * depth, 0f);
      }
      for (int ky = firstRow; ky < endRow && taps > 0; ky++) {
        int row = (top + ky * window.dilationHeight) * in.width();
        int target = (pixel - from) * depth + ky * window.kernelWidth * perGroup;
        if (dense) {
          int source = (row + left + firstColumn) * perGroup;
          int length = (endColumn - firstColumn) * perGroup;
          copy(x, source, rows, target + firstColumn * perGroup, length);
          continue;
        }
        for (int kx = firstColumn; kx < endColumn; kx++) {
          int source = (row + left + kx * window.dilationWidth) * in.channels() + group * perGroup;
          System.arraycopy(x, source, rows, target + kx * perGroup, perGroup);
        }
      }
    }
    return rows;
  }

  /** Copies a few elements; the call of the library's copy would cost more than that. */
  private static void copy(float[] from, int source, float[] to, int target, int length) {
    for (int i = 0; i < length; i++) {
      to[target + i] = from[source + i];
    }
  }
}

package dev.octet.runtime.vector.depthwise;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.tiles.Depthwise3x3Tiles;
import jdk.incubator.vector.FloatVector;

/**
 * Depthwise 3x3 convolution of an int8 map with stride 1 or 2, lanes over channels, straight from
 * the arena. A pass over a row (over two rows with stride 1) takes each input column once and adds
 * it to every output it belongs to. Rows outside of the map are read from a row of padding, columns
 * outside are constants: one is where the first outputs start from, the other is added to the last.
 * A part is an output row.
 */
public final class Depthwise3x3 implements Kernel {
  private final Window window;
  private final TensorSpec input;
  private final TensorSpec output;
  private final VectorEpilogue epilogue;
  private final Depthwise3x3Tiles tiles;

  /** Where the sums of outputs start from whose first column is padding. */
  private final float[] first;

  /** What is added to outputs whose last column is padding. */
  private final float[] last;

  /** A row of padding, readable up to whole vectors. */
  private final byte[] padding;

  public Depthwise3x3(Convolution operation, TensorSpec[] tensors, long bound) {
    this.window = operation.window;
    this.input = tensors[operation.input(0)];
    this.output = tensors[operation.output()];
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    int channels = input.channels();
    int padded = Lanes.roundUp(channels);
    float[] weights = new float[9 * padded];
    float[] bias = new float[padded];
    this.first = new float[padded];
    this.last = new float[padded];
    this.padding = new byte[input.width() * channels + Lanes.REACH];
    for (int c = 0; c < channels; c++) {
      bias[c] = operation.bias[c];
      first[c] = bias[c];
      for (int t = 0; t < 9; t++) {
        weights[t * padded + c] = operation.weights.at(c * 9 + t);
      }
      int pad = operation.padValue[c];
      for (int ky = 0; ky < 3; ky++) {
        first[c] += pad * weights[3 * ky * padded + c];
        last[c] += pad * weights[(3 * ky + 2) * padded + c];
      }
      for (int i = 0; i < input.width(); i++) {
        padding[i * channels + c] = (byte) pad;
      }
    }
    this.tiles = new Depthwise3x3Tiles(weights, bias, first, channels, input.width());
  }

  /** Whether this kernel can do a depthwise convolution. */
  public static boolean fits(Window w, TensorSpec input) {
    boolean square = w.kernelHeight == 3 && w.kernelWidth == 3 && w.strideHeight == w.strideWidth;
    boolean one = w.strideWidth == 1 && w.padLeft == 1 && w.padRight == 1;
    boolean two = w.strideWidth == 2 && w.padLeft <= 1 && w.padRight <= 1;
    return square && (one || two) && input.width() >= 3;
  }

  @Override
  public int units() {
    return output.height();
  }

  @Override
  public int scratchFloats() {
    return (2 * output.width() + 1) * Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    float[] acc = scratch.floats;
    int channels = input.channels();
    int width = output.width();
    int rows = window.strideHeight == 1 ? 2 : 1;
    for (int y = begin; y < end; y += rows) {
      int some = Math.min(rows, end - y);
      int top = y * window.strideHeight - window.padTop;
      for (int c = 0; c < channels; c += Lanes.COUNT) {
        sum(memory.int8, acc, top, c, some);
        epilogue.apply(
            memory,
            acc,
            0,
            Lanes.COUNT,
            some * width,
            y * width,
            c,
            Math.min(Lanes.COUNT, channels - c),
            (2 * width + 1) * Lanes.COUNT);
      }
    }
  }

  private void sum(byte[] memory, float[] acc, int top, int channel, int rows) {
    byte[] x0 = row(memory, top);
    byte[] x1 = row(memory, top + 1);
    byte[] x2 = row(memory, top + 2);
    int r0 = at(top, channel);
    int r1 = at(top + 1, channel);
    int r2 = at(top + 2, channel);
    int width = output.width();
    if (window.strideWidth == 2) {
      stride2(x0, r0, x1, r1, x2, r2, acc, channel);
      return;
    }
    if (rows == 1) {
      tiles.oneRow(x0, r0, x1, r1, x2, r2, acc, channel);
    } else {
      byte[] x3 = row(memory, top + 3);
      tiles.twoRows(x0, r0, x1, r1, x2, r2, x3, at(top + 3, channel), acc, channel);
      add(acc, (2 * width - 1) * Lanes.COUNT, last, channel);
    }
    add(acc, (width - 1) * Lanes.COUNT, last, channel);
  }

  private boolean inside(int row) {
    return row >= 0 && row < input.height();
  }

  /** The array a row is in. */
  private byte[] row(byte[] memory, int row) {
    return inside(row) ? memory : padding;
  }

  /** First element of a row there for a vector of channels. */
  private int at(int row, int channel) {
    return inside(row)
        ? input.arenaOffset() + row * input.width() * input.channels() + channel
        : channel;
  }

  /** Adds constants to a vector of sums. */
  private static void add(float[] acc, int at, float[] constants, int channel) {
    FloatVector c = FloatVector.fromArray(Lanes.FLOAT, constants, channel);
    FloatVector.fromArray(Lanes.FLOAT, acc, at).add(c).intoArray(acc, at);
  }

  private void stride2(
      byte[] x0, int r0, byte[] x1, int r1, byte[] x2, int r2, float[] acc, int channel) {
    int left = window.padLeft;
    int outputs = output.width();
    boolean cut = 2 * outputs - left >= input.width();
    int whole = cut ? outputs - 1 : outputs;
    int from = (1 - left) * input.channels();
    if (left == 0) {
      tiles.firstColumn(x0, r0, x1, r1, x2, r2, acc, channel);
    } else {
      System.arraycopy(first, channel, acc, 0, Lanes.COUNT);
    }
    tiles.columnPairs(x0, r0 + from, x1, r1 + from, x2, r2 + from, acc, channel, whole);
    if (cut) {
      int a = (2 * whole + 1 - left) * input.channels();
      int at = whole * Lanes.COUNT;
      tiles.middleColumn(x0, r0 + a, x1, r1 + a, x2, r2 + a, acc, channel, at);
      add(acc, at, last, channel);
    }
  }
}

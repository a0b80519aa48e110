package dev.octet.runtime.vector;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.Convolution;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.Window;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Depthwise 3x3 convolution of an int8 map with stride 1 or 2, lanes over channels, straight from
 * the arena. A pass over a row takes each input column once and adds it to every output it belongs
 * to. Rows outside of the map get zero weights and their padding goes into the bias; columns
 * outside are columns of padding. A part is an output row.
 */
final class Depthwise3x3 implements Kernel {
  private final Window window;
  private final TensorSpec input;
  private final TensorSpec output;
  private final VectorEpilogue epilogue;
  private final int padded;

  /** [ky][kx][channel], and behind them three rows of zeros. */
  private final float[] weights;

  private final float[] bias;

  /** What a row of padding adds, [ky][channel]. */
  private final float[] rowPadding;

  private final float[] padding;

  Depthwise3x3(Convolution operation, TensorSpec[] tensors, long bound) {
    this.window = operation.window;
    this.input = tensors[operation.input(0)];
    this.output = tensors[operation.output()];
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    int channels = input.channels();
    this.padded = Lanes.roundUp(channels);
    this.weights = new float[12 * padded];
    this.bias = new float[padded];
    this.rowPadding = new float[3 * padded];
    this.padding = new float[padded];
    for (int c = 0; c < channels; c++) {
      bias[c] = operation.bias[c];
      padding[c] = operation.padValue[c];
      for (int t = 0; t < 9; t++) {
        weights[t * padded + c] = operation.weights.at(c * 9 + t);
        rowPadding[t / 3 * padded + c] += padding[c] * weights[t * padded + c];
      }
    }
  }

  /** Whether this kernel can do a depthwise convolution. */
  static boolean fits(Window w, TensorSpec input) {
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
    return (output.width() + 2) * Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public int scratchInts() {
    return 0;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    float[] acc = scratch.floats;
    int channels = input.channels();
    for (int y = begin; y < end; y++) {
      int top = y * window.strideHeight - window.padTop;
      for (int c = 0; c < channels; c += Lanes.COUNT) {
        if (window.strideWidth == 1) {
          stride1(memory.int8, acc, top, c);
        } else {
          stride2(memory.int8, acc, top, c);
        }
        epilogue.apply(
            memory,
            acc,
            0,
            Lanes.COUNT,
            output.width(),
            y * output.width(),
            c,
            Math.min(Lanes.COUNT, channels - c),
            (output.width() + 2) * Lanes.COUNT);
      }
    }
  }

  private boolean inside(int row) {
    return row >= 0 && row < input.height();
  }

  /** First element of a row for a vector of channels; any row's when it is outside. */
  private int at(int row, int channel) {
    return input.arenaOffset()
        + (inside(row) ? row : 0) * input.width() * input.channels()
        + channel;
  }

  /** Weights of a kernel row; zeros when it lies outside. */
  private int weightsOf(int ky, int row, int channel) {
    return (inside(row) ? ky : 3) * 3 * padded + channel;
  }

  private void start(float[] acc, int top, int channel) {
    for (int i = 0; i < Lanes.COUNT; i++) {
      float sum = bias[channel + i];
      for (int ky = 0; ky < 3; ky++) {
        if (!inside(top + ky)) {
          sum += rowPadding[ky * padded + channel + i];
        }
      }
      acc[i] = sum;
    }
  }

  // Each row is done in several methods that hand vectors on through memory: JDK 17 boxes vectors
  // that
  // are used in a loop and behind it, and C2 inlines only so much Vector API into one method.

  /** Writes what a column of padding adds to the outputs whose first column it is. */
  private void beginWithPadding(float[] acc, int top, int channel, int to) {
    int v0 = weightsOf(0, top, channel);
    int v1 = weightsOf(1, top + 1, channel);
    int v2 = weightsOf(2, top + 2, channel);
    FloatVector p = FloatVector.fromArray(Lanes.FLOAT, padding, channel);
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, v0);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, v1);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, v2);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, acc, 0);
    p.fma(w00, p.fma(w10, p.fma(w20, b))).intoArray(acc, to);
  }

  /** The same for the map's first column. */
  private void beginWithColumn(byte[] x, float[] acc, int top, int channel, int to) {
    int v0 = weightsOf(0, top, channel);
    int v1 = weightsOf(1, top + 1, channel);
    int v2 = weightsOf(2, top + 2, channel);
    int r0 = at(top, channel);
    int r1 = at(top + 1, channel);
    int r2 = at(top + 2, channel);
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, v0);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, v1);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, v2);
    FloatVector c0 =
        (FloatVector)
            ByteVector.fromArray(Lanes.BYTE, x, r0)
                .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
    FloatVector c1 =
        (FloatVector)
            ByteVector.fromArray(Lanes.BYTE, x, r1)
                .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
    FloatVector c2 =
        (FloatVector)
            ByteVector.fromArray(Lanes.BYTE, x, r2)
                .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, acc, 0);
    c0.fma(w00, c1.fma(w10, c2.fma(w20, b))).intoArray(acc, to);
  }

  /** Ends an output whose last column is padding. */
  private void endWithPadding(float[] acc, int top, int channel, int at) {
    int v0 = weightsOf(0, top, channel);
    int v1 = weightsOf(1, top + 1, channel);
    int v2 = weightsOf(2, top + 2, channel);
    FloatVector p = FloatVector.fromArray(Lanes.FLOAT, padding, channel);
    FloatVector w02 = FloatVector.fromArray(Lanes.FLOAT, weights, v0 + 2 * padded);
    FloatVector w12 = FloatVector.fromArray(Lanes.FLOAT, weights, v1 + 2 * padded);
    FloatVector w22 = FloatVector.fromArray(Lanes.FLOAT, weights, v2 + 2 * padded);
    FloatVector last = FloatVector.fromArray(Lanes.FLOAT, acc, at);
    p.fma(w02, p.fma(w12, p.fma(w22, last))).intoArray(acc, at);
  }

  /** Adds a column to an output whose middle it is. */
  private void addMiddle(byte[] x, float[] acc, int top, int channel, int column, int at) {
    int v0 = weightsOf(0, top, channel);
    int v1 = weightsOf(1, top + 1, channel);
    int v2 = weightsOf(2, top + 2, channel);
    int r0 = at(top, channel);
    int r1 = at(top + 1, channel);
    int r2 = at(top + 2, channel);
    FloatVector w01 = FloatVector.fromArray(Lanes.FLOAT, weights, v0 + padded);
    FloatVector w11 = FloatVector.fromArray(Lanes.FLOAT, weights, v1 + padded);
    FloatVector w21 = FloatVector.fromArray(Lanes.FLOAT, weights, v2 + padded);
    int a = column * input.channels();
    FloatVector c0 =
        (FloatVector)
            ByteVector.fromArray(Lanes.BYTE, x, r0 + a)
                .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
    FloatVector c1 =
        (FloatVector)
            ByteVector.fromArray(Lanes.BYTE, x, r1 + a)
                .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
    FloatVector c2 =
        (FloatVector)
            ByteVector.fromArray(Lanes.BYTE, x, r2 + a)
                .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
    FloatVector last = FloatVector.fromArray(Lanes.FLOAT, acc, at);
    c0.fma(w01, c1.fma(w11, c2.fma(w21, last))).intoArray(acc, at);
  }

  private void stride1(byte[] x, float[] acc, int top, int channel) {
    start(acc, top, channel);
    beginWithPadding(acc, top, channel, Lanes.COUNT);
    columns1(x, acc, top, channel);
    endWithPadding(acc, top, channel, (input.width() - 1) * Lanes.COUNT);
  }

  private void columns1(byte[] x, float[] acc, int top, int channel) {
    int v0 = weightsOf(0, top, channel);
    int v1 = weightsOf(1, top + 1, channel);
    int v2 = weightsOf(2, top + 2, channel);
    int r0 = at(top, channel);
    int r1 = at(top + 1, channel);
    int r2 = at(top + 2, channel);
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, v0);
    FloatVector w01 = FloatVector.fromArray(Lanes.FLOAT, weights, v0 + padded);
    FloatVector w02 = FloatVector.fromArray(Lanes.FLOAT, weights, v0 + 2 * padded);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, v1);
    FloatVector w11 = FloatVector.fromArray(Lanes.FLOAT, weights, v1 + padded);
    FloatVector w12 = FloatVector.fromArray(Lanes.FLOAT, weights, v1 + 2 * padded);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, v2);
    FloatVector w21 = FloatVector.fromArray(Lanes.FLOAT, weights, v2 + padded);
    FloatVector w22 = FloatVector.fromArray(Lanes.FLOAT, weights, v2 + 2 * padded);
    int step = input.channels();
    int width = input.width();
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, acc, 0);
    FloatVector current = FloatVector.fromArray(Lanes.FLOAT, acc, 0);
    FloatVector next = FloatVector.fromArray(Lanes.FLOAT, acc, Lanes.COUNT);
    for (int i = 0; i < width; i++) {
      FloatVector c0 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r0 + i * step)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector c1 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r1 + i * step)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector c2 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r2 + i * step)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      // The first one is no output, and is overwritten; the last current is ended with padding.
      c0.fma(w02, c1.fma(w12, c2.fma(w22, current)))
          .intoArray(acc, Math.max(i - 1, 0) * Lanes.COUNT);
      current = c0.fma(w01, c1.fma(w11, c2.fma(w21, next)));
      current.intoArray(acc, i * Lanes.COUNT);
      next = c0.fma(w00, c1.fma(w10, c2.fma(w20, b)));
    }
  }

  private void stride2(byte[] x, float[] acc, int top, int channel) {
    start(acc, top, channel);
    int left = window.padLeft;
    int outputs = output.width();
    boolean cut = 2 * outputs - left >= input.width();
    int whole = cut ? outputs - 1 : outputs;
    // The bias is needed again: it waits behind the row.
    int bias = (outputs + 1) * Lanes.COUNT;
    System.arraycopy(acc, 0, acc, bias, Lanes.COUNT);
    if (left == 0) {
      beginWithColumn(x, acc, top, channel, 0);
    } else {
      beginWithPadding(acc, top, channel, 0);
    }
    columns2(x, acc, top, channel, whole, bias);
    if (cut) {
      addMiddle(x, acc, top, channel, 2 * whole + 1 - left, whole * Lanes.COUNT);
      endWithPadding(acc, top, channel, whole * Lanes.COUNT);
    }
  }

  private void columns2(byte[] x, float[] acc, int top, int channel, int whole, int bias) {
    int v0 = weightsOf(0, top, channel);
    int v1 = weightsOf(1, top + 1, channel);
    int v2 = weightsOf(2, top + 2, channel);
    int r0 = at(top, channel);
    int r1 = at(top + 1, channel);
    int r2 = at(top + 2, channel);
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, v0);
    FloatVector w01 = FloatVector.fromArray(Lanes.FLOAT, weights, v0 + padded);
    FloatVector w02 = FloatVector.fromArray(Lanes.FLOAT, weights, v0 + 2 * padded);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, v1);
    FloatVector w11 = FloatVector.fromArray(Lanes.FLOAT, weights, v1 + padded);
    FloatVector w12 = FloatVector.fromArray(Lanes.FLOAT, weights, v1 + 2 * padded);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, v2);
    FloatVector w21 = FloatVector.fromArray(Lanes.FLOAT, weights, v2 + padded);
    FloatVector w22 = FloatVector.fromArray(Lanes.FLOAT, weights, v2 + 2 * padded);
    int step = input.channels();
    int from = (1 - window.padLeft) * step;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, acc, bias);
    for (int i = 0; i < whole; i++) {
      int a = from + 2 * i * step;
      FloatVector c0 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r0 + a)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector c1 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r1 + a)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector c2 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r2 + a)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector d0 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r0 + a + step)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector d1 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r1 + a + step)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector d2 =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTE, x, r2 + a + step)
                  .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0);
      FloatVector current = FloatVector.fromArray(Lanes.FLOAT, acc, i * Lanes.COUNT);
      FloatVector half = c0.fma(w01, c1.fma(w11, c2.fma(w21, current)));
      d0.fma(w02, d1.fma(w12, d2.fma(w22, half))).intoArray(acc, i * Lanes.COUNT);
      d0.fma(w00, d1.fma(w10, d2.fma(w20, b))).intoArray(acc, (i + 1) * Lanes.COUNT);
    }
  }
}

package dev.octet.runtime.vector.depthwise;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

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
  private final int padded;

  /** [ky][kx][channel]. */
  private final float[] weights;

  /** Where sums start from. */
  private final float[] bias;

  /** The same for outputs whose first column is padding. */
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
    this.padded = Lanes.roundUp(channels);
    this.weights = new float[9 * padded];
    this.bias = new float[padded];
    this.first = new float[padded];
    this.last = new float[padded];
    this.padding = new byte[input.width() * channels + Lanes.COUNT];
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
      one(x0, r0, x1, r1, x2, r2, acc, channel);
    } else {
      byte[] x3 = row(memory, top + 3);
      two(x0, r0, x1, r1, x2, r2, x3, at(top + 3, channel), acc, channel);
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

  // Vectors go from one method to the next through memory: JDK 17 boxes vectors that are used in a
  // loop and after it, and C2 inlines only so much Vector API into one method.

  private static void add(float[] acc, int at, float[] constants, int channel) {
    FloatVector c = FloatVector.fromArray(Lanes.FLOAT, constants, channel);
    FloatVector.fromArray(Lanes.FLOAT, acc, at).add(c).intoArray(acc, at);
  }

  /** A row of sums with stride 1, but for the column of padding at its end. */
  private void one(
      byte[] x0, int r0, byte[] x1, int r1, byte[] x2, int r2, float[] acc, int channel) {
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, channel);
    FloatVector w01 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + padded);
    FloatVector w02 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 2 * padded);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 3 * padded);
    FloatVector w11 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 4 * padded);
    FloatVector w12 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 5 * padded);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 6 * padded);
    FloatVector w21 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 7 * padded);
    FloatVector w22 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 8 * padded);
    int step = input.channels();
    int width = input.width();
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);
    FloatVector current = b;
    FloatVector next = FloatVector.fromArray(Lanes.FLOAT, first, channel);
    for (int i = 0; i < width; i++) {
      FloatVector c0 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x0, r0 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c1 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x1, r1 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c2 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x2, r2 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      // The first one is no output, and is overwritten.
      c0.fma(w02, c1.fma(w12, c2.fma(w22, current)))
          .intoArray(acc, Math.max(i - 1, 0) * Lanes.COUNT);
      current = c0.fma(w01, c1.fma(w11, c2.fma(w21, next)));
      current.intoArray(acc, i * Lanes.COUNT);
      next = c0.fma(w00, c1.fma(w10, c2.fma(w20, b)));
    }
  }

  /** Two rows of sums with stride 1, but for the column of padding at their ends. */
  private void two(
      byte[] x0,
      int r0,
      byte[] x1,
      int r1,
      byte[] x2,
      int r2,
      byte[] x3,
      int r3,
      float[] acc,
      int channel) {
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, channel);
    FloatVector w01 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + padded);
    FloatVector w02 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 2 * padded);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 3 * padded);
    FloatVector w11 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 4 * padded);
    FloatVector w12 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 5 * padded);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 6 * padded);
    FloatVector w21 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 7 * padded);
    FloatVector w22 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 8 * padded);
    int step = input.channels();
    int width = input.width();
    int below = width * Lanes.COUNT;
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);
    FloatVector f = FloatVector.fromArray(Lanes.FLOAT, first, channel);
    FloatVector current0 = b;
    FloatVector next0 = f;
    FloatVector current1 = b;
    FloatVector next1 = f;
    for (int i = 0; i < width; i++) {
      FloatVector c0 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x0, r0 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c1 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x1, r1 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c2 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x2, r2 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c3 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x3, r3 + i * step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      int before = Math.max(i - 1, 0) * Lanes.COUNT;
      c0.fma(w02, c1.fma(w12, c2.fma(w22, current0))).intoArray(acc, before);
      c1.fma(w02, c2.fma(w12, c3.fma(w22, current1))).intoArray(acc, below + before);
      current0 = c0.fma(w01, c1.fma(w11, c2.fma(w21, next0)));
      current1 = c1.fma(w01, c2.fma(w11, c3.fma(w21, next1)));
      current0.intoArray(acc, i * Lanes.COUNT);
      current1.intoArray(acc, below + i * Lanes.COUNT);
      next0 = c0.fma(w00, c1.fma(w10, c2.fma(w20, b)));
      next1 = c1.fma(w00, c2.fma(w10, c3.fma(w20, b)));
    }
  }

  private void stride2(
      byte[] x0, int r0, byte[] x1, int r1, byte[] x2, int r2, float[] acc, int channel) {
    int left = window.padLeft;
    int outputs = output.width();
    boolean cut = 2 * outputs - left >= input.width();
    int whole = cut ? outputs - 1 : outputs;
    int from = (1 - left) * input.channels();
    if (left == 0) {
      begin(x0, r0, x1, r1, x2, r2, acc, channel);
    } else {
      System.arraycopy(first, channel, acc, 0, Lanes.COUNT);
    }
    columns2(x0, r0 + from, x1, r1 + from, x2, r2 + from, acc, channel, whole);
    if (cut) {
      int a = (2 * whole + 1 - left) * input.channels();
      int at = whole * Lanes.COUNT;
      middle(x0, r0 + a, x1, r1 + a, x2, r2 + a, acc, channel, at);
      add(acc, at, last, channel);
    }
  }

  /** Starts the first output with the map's first column. */
  private void begin(
      byte[] x0, int r0, byte[] x1, int r1, byte[] x2, int r2, float[] acc, int channel) {
    FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, weights, channel);
    FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 3 * padded);
    FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 6 * padded);
    FloatVector c0 =
        (FloatVector)
            Lanes.FLOATS.cast(
                ByteVector.fromArray(Lanes.BYTE, x0, r0)
                    .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
    FloatVector c1 =
        (FloatVector)
            Lanes.FLOATS.cast(
                ByteVector.fromArray(Lanes.BYTE, x1, r1)
                    .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
    FloatVector c2 =
        (FloatVector)
            Lanes.FLOATS.cast(
                ByteVector.fromArray(Lanes.BYTE, x2, r2)
                    .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);
    c0.fma(w0, c1.fma(w1, c2.fma(w2, b))).intoArray(acc, 0);
  }

  /** Adds a column to an output whose middle it is. */
  private void middle(
      byte[] x0, int r0, byte[] x1, int r1, byte[] x2, int r2, float[] acc, int channel, int at) {
    FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + padded);
    FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 4 * padded);
    FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 7 * padded);
    FloatVector c0 =
        (FloatVector)
            Lanes.FLOATS.cast(
                ByteVector.fromArray(Lanes.BYTE, x0, r0)
                    .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
    FloatVector c1 =
        (FloatVector)
            Lanes.FLOATS.cast(
                ByteVector.fromArray(Lanes.BYTE, x1, r1)
                    .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
    FloatVector c2 =
        (FloatVector)
            Lanes.FLOATS.cast(
                ByteVector.fromArray(Lanes.BYTE, x2, r2)
                    .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, acc, at);
    c0.fma(w0, c1.fma(w1, c2.fma(w2, b))).intoArray(acc, at);
  }

  /** The outputs that have two columns more, from the middle of the first one on. */
  private void columns2(
      byte[] x0,
      int r0,
      byte[] x1,
      int r1,
      byte[] x2,
      int r2,
      float[] acc,
      int channel,
      int whole) {
    FloatVector w00 = FloatVector.fromArray(Lanes.FLOAT, weights, channel);
    FloatVector w01 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + padded);
    FloatVector w02 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 2 * padded);
    FloatVector w10 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 3 * padded);
    FloatVector w11 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 4 * padded);
    FloatVector w12 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 5 * padded);
    FloatVector w20 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 6 * padded);
    FloatVector w21 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 7 * padded);
    FloatVector w22 = FloatVector.fromArray(Lanes.FLOAT, weights, channel + 8 * padded);
    int step = input.channels();
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);
    for (int i = 0; i < whole; i++) {
      int a = 2 * i * step;
      FloatVector c0 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x0, r0 + a)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c1 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x1, r1 + a)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector c2 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x2, r2 + a)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector d0 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x0, r0 + a + step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector d1 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x1, r1 + a + step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector d2 =
          (FloatVector)
              Lanes.FLOATS.cast(
                  ByteVector.fromArray(Lanes.BYTE, x2, r2 + a + step)
                      .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0));
      FloatVector current = FloatVector.fromArray(Lanes.FLOAT, acc, i * Lanes.COUNT);
      FloatVector half = c0.fma(w01, c1.fma(w11, c2.fma(w21, current)));
      d0.fma(w02, d1.fma(w12, d2.fma(w22, half))).intoArray(acc, i * Lanes.COUNT);
      d0.fma(w00, d1.fma(w10, d2.fma(w20, b))).intoArray(acc, (i + 1) * Lanes.COUNT);
    }
  }
}

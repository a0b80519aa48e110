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
 * Depthwise convolution of a map, lanes over channels. The rows under the window, padding included,
 * stand widened in a ring in scratch, for a slice of channels at a time, so that each input element
 * is widened once and the ring stays in the cache. A part is an output row.
 */
public final class DepthwiseConvolution implements Kernel {
  /** Floats of the ring that shall stay in the first-level cache. */
  private static final int CACHED = 10_000;

  private final Window window;
  private final TensorSpec input;
  private final TensorSpec output;
  private final VectorEpilogue epilogue;
  private final int padded;
  private final int slice;
  private final int rowPixels;
  private final float[] weights;
  private final float[] bias;
  private final float[] padding;

  public DepthwiseConvolution(Convolution operation, TensorSpec[] tensors, long bound) {
    this.window = operation.window;
    this.input = tensors[operation.input(0)];
    this.output = tensors[operation.output()];
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    int channels = input.channels();
    this.padded = Lanes.roundUp(channels);
    this.rowPixels = window.padLeft + input.width() + window.padRight;
    int fitting = CACHED / (rowPixels * window.kernelHeight) / Lanes.COUNT * Lanes.COUNT;
    this.slice = Math.min(padded, Math.max(Lanes.COUNT * 2, Math.min(fitting, 128)));
    int taps = window.kernelHeight * window.kernelWidth;
    this.weights = new float[taps * padded];
    this.bias = new float[padded];
    this.padding = new float[padded];
    for (int c = 0; c < channels; c++) {
      bias[c] = operation.bias[c];
      padding[c] = operation.padValue[c];
      for (int t = 0; t < taps; t++) {
        weights[t * padded + c] = operation.weights.at(c * taps + t);
      }
    }
  }

  @Override
  public int units() {
    return output.height();
  }

  @Override
  public int scratchFloats() {
    return (window.kernelHeight * rowPixels + output.width()) * slice + VectorEpilogue.scratch();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    for (int c = 0; c < input.channels(); c += slice) {
      int count = Math.min(slice, input.channels() - c);
      runSlice(memory, scratch.floats, begin, end, c, count);
    }
  }

  private void runSlice(Memory memory, float[] x, int begin, int end, int channel, int count) {
    int pitch = Lanes.roundUp(count);
    int rowFloats = rowPixels * pitch;
    int rows = window.kernelHeight;
    int acc = rows * rowFloats;
    int filled = begin * window.strideHeight;
    for (int y = begin; y < end; y++) {
      int top = y * window.strideHeight;
      filled = Math.max(filled, top);
      for (; filled < top + rows; filled++) {
        fill(memory, x, filled % rows * rowFloats, filled - window.padTop, channel, count);
      }
      for (int c = 0; c < pitch; c += Lanes.COUNT) {
        row(x, acc + c, pitch, top, channel + c, c);
      }
      epilogue.apply(
          memory,
          x,
          acc,
          pitch,
          output.width(),
          y * output.width(),
          channel,
          count,
          acc + output.width() * pitch);
    }
  }

  /** Widens one input row of the slice with its padding. */
  private void fill(Memory memory, float[] x, int to, int iy, int channel, int count) {
    int pitch = Lanes.roundUp(count);
    if (iy < 0 || iy >= input.height()) {
      pad(x, to, rowPixels, channel, pitch);
      return;
    }
    pad(x, to, window.padLeft, channel, pitch);
    int at = to + window.padLeft * pitch;
    int channels = input.channels();
    int from = input.arenaOffset() + iy * input.width() * channels + channel;
    if (input.type().wide()) {
      copy(memory.int16, from, x, at, count);
    } else {
      copy(memory.int8, from, x, at, count);
    }
    pad(x, at + input.width() * pitch, window.padRight, channel, pitch);
  }

  private void copy(short[] source, int from, float[] x, int at, int count) {
    int channels = input.channels();
    int pitch = Lanes.roundUp(count);
    for (int p = 0; p < input.width(); p++) {
      // What is written past the last channel is overwritten, or a product with a weight of zero.
      Lanes.widen(source, from + p * channels, x, at + p * pitch, count);
    }
  }

  private void copy(byte[] source, int from, float[] x, int at, int count) {
    int channels = input.channels();
    int pitch = Lanes.roundUp(count);
    int whole = count - count % Lanes.COUNT;
    for (int p = 0; p < input.width(); p++) {
      for (int c = 0; c < whole; c += Lanes.COUNT) {
        (Lanes.FOUR
                ? Lanes.floats(source, from + p * channels + c)
                : (FloatVector)
                    Lanes.FLOATS.cast(
                        ByteVector.fromArray(Lanes.BYTE, source, from + p * channels + c)
                            .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0)))
            .intoArray(x, at + p * pitch + c);
      }
      for (int c = whole; c < count; c++) {
        x[at + p * pitch + c] = source[from + p * channels + c];
      }
    }
  }

  private void pad(float[] x, int to, int pixels, int channel, int pitch) {
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(padding, channel, x, to + p * pitch, pitch);
    }
  }

  private void row(float[] x, int acc, int pitch, int top, int channel, int lane) {
    if (window.kernelWidth != 3 && window.kernelWidth != 5) {
      rowAny(x, acc, pitch, top, channel, lane);
      return;
    }
    for (int ky = 0; ky < window.kernelHeight; ky++) {
      int from = ring(top + ky, pitch, lane);
      int weight = channel + ky * window.kernelWidth * padded;
      float[] initial = ky == 0 ? bias : x;
      int start = ky == 0 ? channel : acc;
      int again = ky == 0 ? 0 : pitch;
      if (window.kernelWidth == 3) {
        addThree(x, acc, pitch, from, weight, initial, start, again);
      } else {
        addFive(x, acc, pitch, from, weight, initial, start, again);
      }
    }
  }

  private int ring(int row, int pitch, int lane) {
    return row % window.kernelHeight * rowPixels * pitch + lane;
  }

  /** Adds one row of a kernel that is three wide. */
  private void addThree(
      float[] x, int acc, int pitch, int from, int weight, float[] initial, int start, int again) {
    FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, weights, weight);
    FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + padded);
    FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 2 * padded);
    int step = window.strideWidth * pitch;
    int width = output.width();
    for (int i = 0; i < width; i++) {
      int at = from + i * step;
      FloatVector s = FloatVector.fromArray(Lanes.FLOAT, initial, start + i * again);
      s = FloatVector.fromArray(Lanes.FLOAT, x, at).fma(w0, s);
      FloatVector t = FloatVector.fromArray(Lanes.FLOAT, x, at + pitch).mul(w1);
      t = FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * pitch).fma(w2, t);
      s.add(t).intoArray(x, acc + i * pitch);
    }
  }

  /** Adds one row of a kernel that is five wide; all of 5x5 at once is more than C2 inlines. */
  private void addFive(
      float[] x, int acc, int pitch, int from, int weight, float[] initial, int start, int again) {
    FloatVector w0 = FloatVector.fromArray(Lanes.FLOAT, weights, weight);
    FloatVector w1 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + padded);
    FloatVector w2 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 2 * padded);
    FloatVector w3 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 3 * padded);
    FloatVector w4 = FloatVector.fromArray(Lanes.FLOAT, weights, weight + 4 * padded);
    int step = window.strideWidth * pitch;
    int width = output.width();
    for (int i = 0; i < width; i++) {
      int at = from + i * step;
      FloatVector s = FloatVector.fromArray(Lanes.FLOAT, initial, start + i * again);
      FloatVector t = FloatVector.fromArray(Lanes.FLOAT, x, at).mul(w0);
      s = FloatVector.fromArray(Lanes.FLOAT, x, at + pitch).fma(w1, s);
      t = FloatVector.fromArray(Lanes.FLOAT, x, at + 2 * pitch).fma(w2, t);
      s = FloatVector.fromArray(Lanes.FLOAT, x, at + 3 * pitch).fma(w3, s);
      t = FloatVector.fromArray(Lanes.FLOAT, x, at + 4 * pitch).fma(w4, t);
      s.add(t).intoArray(x, acc + i * pitch);
    }
  }

  private void rowAny(float[] x, int acc, int pitch, int top, int channel, int lane) {
    FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);
    int step = window.strideWidth * pitch;
    int width = output.width();
    for (int i = 0; i < width; i++) {
      b.intoArray(x, acc + i * pitch);
    }
    for (int ky = 0; ky < window.kernelHeight; ky++) {
      int from = ring(top + ky, pitch, lane);
      for (int kx = 0; kx < window.kernelWidth; kx++) {
        FloatVector w =
            FloatVector.fromArray(
                Lanes.FLOAT, weights, channel + (ky * window.kernelWidth + kx) * padded);
        int first = from + kx * pitch;
        for (int i = 0; i < width; i++) {
          FloatVector.fromArray(Lanes.FLOAT, x, first + i * step)
              .fma(w, FloatVector.fromArray(Lanes.FLOAT, x, acc + i * pitch))
              .intoArray(x, acc + i * pitch);
        }
      }
    }
  }
}

package dev.octet.runtime.vector.int16;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.kernel.scalar.ScalarEpilogue;
import dev.octet.runtime.kernel.scalar.ScalarKernels;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.lanes.Lanes;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/** Depthwise convolution of an int16 map in ints, channels innermost. A part is an output row. */
public final class Int16Depthwise implements Kernel {
  private final Convolution operation;
  private final TensorSpec input;
  private final TensorSpec output;
  private final ScalarEpilogue epilogue;
  private final int channels;

  /** Channels rounded up to whole vectors. */
  private final int pitch;

  /** [taps][pitch]. */
  private final int[] weights;

  private final int[] bias;

  public Int16Depthwise(Convolution operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    this.output = tensors[operation.output()];
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.channels = input.channels();
    this.pitch = Lanes.roundUp(channels);
    int taps = operation.window.kernelHeight * operation.window.kernelWidth;
    this.weights = new int[taps * pitch];
    this.bias = new int[pitch];
    for (int c = 0; c < channels; c++) {
      bias[c] = operation.bias[c];
      for (int t = 0; t < taps; t++) {
        weights[t * pitch + c] = operation.weights.at(c * taps + t);
      }
    }
  }

  /** Whether it is depthwise over int16, undilated, and its sums fit an int. */
  public static boolean fits(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    return input.type().wide()
        && ScalarKernels.plainDepthwise(operation, input)
        && AccumulatorBounds.fitsInt(operation, input.type());
  }

  @Override
  public int units() {
    return output.height();
  }

  @Override
  public int scratchInts() {
    return pitch;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Window w = operation.window;
    int[] acc = scratch.ints;
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < output.width(); x++) {
        System.arraycopy(bias, 0, acc, 0, pitch);
        for (int ky = 0; ky < w.kernelHeight; ky++) {
          row(acc, memory.int16, y * w.strideHeight - w.padTop + ky, x, ky);
        }
        epilogue.alongChannels(memory, acc, 0, y * output.width() + x, 0, channels);
      }
    }
  }

  /** Adds a row of the window, three taps at a time where they are inside of the map. */
  private void row(int[] acc, short[] x, int iy, int ox, int ky) {
    Window w = operation.window;
    int left = ox * w.strideWidth - w.padLeft;
    int from = input.arenaOffset() + (iy * input.width() + left) * channels;
    int tap = ky * w.kernelWidth * pitch;
    boolean inside = iy >= 0 && iy < input.height();
    int kx = 0;
    while (kx < w.kernelWidth) {
      int taps = 1;
      if (!inside || left + kx < 0 || left + kx >= input.width()) {
        addPadding(acc, tap);
      } else if (kx + 3 <= w.kernelWidth && left + kx + 3 <= input.width()) {
        taps = 3;
        addThree(acc, x, from, tap);
      } else {
        addOne(acc, x, from, tap);
      }
      kx += taps;
      from += taps * channels;
      tap += taps * pitch;
    }
  }

  /** Lanes past the last channel add other elements times weights of zero. */
  private void addThree(int[] acc, short[] x, int from, int tap) {
    int x1 = from + channels;
    int x2 = x1 + channels;
    int w1 = tap + pitch;
    int w2 = w1 + pitch;
    for (int c = 0; c < pitch; c += Lanes.COUNT) {
      IntVector a =
          ((IntVector)
                  ShortVector.fromArray(Lanes.SHORT, x, from + c)
                      .convertShape(VectorOperators.S2I, Lanes.INT, 0))
              .mul(IntVector.fromArray(Lanes.INT, weights, tap + c));
      IntVector b =
          ((IntVector)
                  ShortVector.fromArray(Lanes.SHORT, x, x1 + c)
                      .convertShape(VectorOperators.S2I, Lanes.INT, 0))
              .mul(IntVector.fromArray(Lanes.INT, weights, w1 + c));
      IntVector d =
          ((IntVector)
                  ShortVector.fromArray(Lanes.SHORT, x, x2 + c)
                      .convertShape(VectorOperators.S2I, Lanes.INT, 0))
              .mul(IntVector.fromArray(Lanes.INT, weights, w2 + c));
      IntVector.fromArray(Lanes.INT, acc, c).add(a).add(b).add(d).intoArray(acc, c);
    }
  }

  private void addOne(int[] acc, short[] x, int from, int tap) {
    for (int c = 0; c < pitch; c += Lanes.COUNT) {
      IntVector a =
          ((IntVector)
                  ShortVector.fromArray(Lanes.SHORT, x, from + c)
                      .convertShape(VectorOperators.S2I, Lanes.INT, 0))
              .mul(IntVector.fromArray(Lanes.INT, weights, tap + c));
      IntVector.fromArray(Lanes.INT, acc, c).add(a).intoArray(acc, c);
    }
  }

  private void addPadding(int[] acc, int tap) {
    for (int c = 0; c < channels; c++) {
      acc[c] += operation.padValue[c] * weights[tap + c];
    }
  }
}

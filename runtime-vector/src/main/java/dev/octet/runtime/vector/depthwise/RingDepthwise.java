package dev.octet.runtime.vector.depthwise;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.tiles.Ring3x3Tiles;
import dev.octet.runtime.vector.tiles.Ring5x5Tiles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Depthwise 5x5 or 3x3 convolution of an int8 map, lanes over channels. The rows under the window
 * stand widened in a ring in scratch, a vector of channels at a time. A row of the ring holds the
 * padded input columns by their remainder modulo the stride, so that the pixels that one tap reads
 * are neighbours at every stride. A part is a vector of channels.
 */
public final class RingDepthwise implements Kernel {
  /** Output pixels that are finished together. */
  private static final int FINISH = 64;

  private final int size;
  private final int taps;
  private final Window window;
  private final TensorSpec input;
  private final TensorSpec output;
  private final VectorEpilogue epilogue;

  /** [vector][tap][lane], and each vector's bias after its taps. */
  private final float[] weights;

  private final float[] padding;

  /** Floats of the columns with one remainder. */
  private final int phase;

  /** Floats of a row of the ring. */
  private final int rowFloats;

  /** Output rows that are finished together. */
  private final int batch;

  public RingDepthwise(Convolution operation, TensorSpec[] tensors, long bound) {
    this.window = operation.window;
    this.size = window.kernelHeight;
    this.taps = size * size;
    this.input = tensors[operation.input(0)];
    this.output = tensors[operation.output()];
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    int channels = input.channels();
    int padded = Lanes.roundUp(channels);
    this.weights = new float[(taps + 1) * padded];
    this.padding = new float[padded];
    for (int c = 0; c < channels; c++) {
      padding[c] = operation.padValue[c];
      int lane = c % Lanes.COUNT;
      int first = (c - lane) * (taps + 1) + lane;
      for (int t = 0; t < taps; t++) {
        weights[first + t * Lanes.COUNT] = operation.weights.at(c * taps + t);
      }
      weights[first + taps * Lanes.COUNT] = operation.bias[c];
    }
    int columns = window.padLeft + input.width() + window.padRight;
    int stride = window.strideWidth;
    this.phase = (columns + stride - 1) / stride * Lanes.COUNT;
    this.rowFloats = stride * phase;
    this.batch = Math.max(1, Math.min(output.height(), FINISH / output.width()));
  }

  /**
   * Whether this kernel can do a depthwise convolution without dilation. With 3x3 it is the quicker
   * one only on vectors of four lanes, where widening takes most of {@link Depthwise3x3}'s time.
   */
  public static boolean fits(Window w) {
    return w.kernelHeight == w.kernelWidth
        && (w.kernelHeight == 5 || Lanes.FOUR && w.kernelHeight == 3)
        && w.strideWidth <= 2;
  }

  @Override
  public int units() {
    return padding.length / Lanes.COUNT;
  }

  @Override
  public int scratchFloats() {
    return size * rowFloats + batch * output.width() * Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    for (int unit = begin; unit < end; unit++) {
      channels(memory, scratch.floats, unit * Lanes.COUNT);
    }
  }

  private void channels(Memory memory, float[] x, int channel) {
    int width = output.width();
    int acc = size * rowFloats;
    int spare = acc + batch * width * Lanes.COUNT;
    int count = Math.min(Lanes.COUNT, input.channels() - channel);
    int filled = 0;
    pad(x, 0, size * rowFloats, channel);
    for (int y = 0; y < output.height(); y += batch) {
      int rows = Math.min(batch, output.height() - y);
      for (int row = 0; row < rows; row++) {
        int top = (y + row) * window.strideHeight;
        for (filled = Math.max(filled, top); filled < top + size; filled++) {
          fill(memory.int8, x, ring(filled), filled - window.padTop, channel);
        }
        sum(x, top, channel * (taps + 1), acc + row * width * Lanes.COUNT);
      }
      int pixels = rows * width;
      epilogue.apply(memory, x, acc, Lanes.COUNT, pixels, y * width, channel, count, spare);
    }
  }

  private void sum(float[] x, int top, int wo, int acc) {
    int stride = window.strideWidth;
    if (size == 3) {
      Ring3x3Tiles.sum(x, top, rowFloats, phase, stride, weights, wo, acc, output.width());
    } else {
      Ring5x5Tiles.sum(x, top, rowFloats, phase, stride, weights, wo, acc, output.width());
    }
  }

  private int ring(int row) {
    return row % size * rowFloats;
  }

  /** First float of a padded column in its row. */
  private int column(int x) {
    return x % window.strideWidth * phase + x / window.strideWidth * Lanes.COUNT;
  }

  /** Widens one input row into a row of the ring, whose columns of padding stay. */
  private void fill(byte[] source, float[] x, int to, int iy, int channel) {
    int width = input.width();
    if (iy < 0) {
      return; // The whole ring is padding at first.
    }
    if (iy >= input.height()) {
      pad(x, to, rowFloats, channel);
      return;
    }
    int from = input.arenaOffset() + iy * width * input.channels() + channel;
    int stride = window.strideWidth;
    for (int first = 0; first < Math.min(stride, width); first++) {
      int count = (width - first + stride - 1) / stride;
      int step = stride * input.channels();
      int at = to + column(window.padLeft + first);
      widen(source, from + first * input.channels(), step, x, at, count);
    }
  }

  private void pad(float[] x, int to, int count, int channel) {
    FloatVector p = FloatVector.fromArray(Lanes.FLOAT, padding, channel);
    for (int i = 0; i < count; i += Lanes.COUNT) {
      p.intoArray(x, to + i);
    }
  }

  /** Widens pixels; lanes past the last channel have no weight. */
  private static void widen(byte[] source, int from, int step, float[] x, int to, int count) {
    for (int p = 0; p < count; p++) {
      (Lanes.FOUR
              ? Lanes.floats(source, from + p * step)
              : (FloatVector)
                  Lanes.FLOATS.cast(
                      ByteVector.fromArray(Lanes.BYTE, source, from + p * step)
                          .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0)))
          .intoArray(x, to + p * Lanes.COUNT);
    }
  }
}

package dev.octet.runtime.vector.dense;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.tiles.StemTiles;

/**
 * Ungrouped convolution of an int8 map whose windows begin six elements apart: the first one of a
 * network, three channels with stride 2. Input rows are widened to floats once, into a ring of as
 * many rows as the window has, and sums read them there: no window is copied. A part is a row of
 * outputs.
 */
public final class StemConvolution implements Kernel {
  private final Convolution operation;
  private final TensorSpec input;
  private final VectorEpilogue epilogue;
  private final int outputHeight;
  private final int outputWidth;

  /** Elements of a window's row. */
  private final int segment;

  /** Terms of a sum. */
  private final int depth;

  /** Floats between two rows of the ring. */
  private final int pitch;

  /** Weights, [vectors of outputs][depth][lanes]. */
  private final float[] weights;

  /** What sums start from, padded to whole vectors. */
  private final float[] bias;

  public StemConvolution(Convolution operation, TensorSpec[] tensors, long bound) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    TensorSpec output = tensors[operation.output()];
    this.outputHeight = output.height();
    this.outputWidth = output.width();
    Window w = operation.window;
    this.segment = w.kernelWidth * input.channels();
    this.depth = w.kernelHeight * segment;
    this.pitch = Math.max(needed(), left() + Lanes.roundUp(width()));
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    int padded = Lanes.roundUp(output.channels());
    this.weights = new float[padded * depth];
    this.bias = new float[padded];
    for (int o = 0; o < output.channels(); o++) {
      bias[o] = operation.bias[o];
      int to = o / Lanes.COUNT * Lanes.COUNT * depth + o % Lanes.COUNT;
      for (int k = 0; k < depth; k++) {
        weights[to + k * Lanes.COUNT] = operation.weights.at(o * depth + k);
      }
    }
  }

  /** Whether a convolution is one that this kernel does. */
  public static boolean fits(Convolution operation, TensorSpec[] tensors) {
    Window w = operation.window;
    return operation.groups == 1
        && !w.isPointwise()
        && w.dilationHeight == 1
        && w.dilationWidth == 1
        && w.strideWidth * tensors[operation.input(0)].channels() == StemTiles.DISTANCE
        && tensors[operation.output()].width() >= StemTiles.FEWEST;
  }

  /** Elements of an input row. */
  private int width() {
    return input.width() * input.channels();
  }

  /** Elements of the padding left of it. */
  private int left() {
    return operation.window.padLeft * input.channels();
  }

  /** Elements that a row of outputs reads. */
  private int needed() {
    return (outputWidth - 1) * StemTiles.DISTANCE + segment;
  }

  @Override
  public int units() {
    return outputHeight;
  }

  @Override
  public int scratchFloats() {
    return ring() + 2 * outputWidth * Lanes.COUNT + VectorEpilogue.scratch();
  }

  @Override
  public int scratchInts() {
    return depth;
  }

  /** Floats of the ring. */
  private int ring() {
    return operation.window.kernelHeight * pitch;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Window w = operation.window;
    int ready = begin * w.strideHeight - w.padTop;
    for (int oy = begin; oy < end; oy++) {
      int top = oy * w.strideHeight - w.padTop;
      for (ready = Math.max(ready, top); ready < top + w.kernelHeight; ready++) {
        widen(memory.int8, ready, scratch.floats, Math.floorMod(ready, w.kernelHeight) * pitch);
      }
      taps(top, scratch.ints);
      row(memory, scratch, oy);
    }
  }

  /** Widens an input row with its padding. */
  private void widen(byte[] source, int y, float[] x, int at) {
    if (y < 0 || y >= input.height()) {
      pad(x, at, at + needed());
      return;
    }
    int from = input.arenaOffset() + y * width();
    Lanes.widen(source, from, x, at + left(), width());
    pad(x, at, at + left());
    pad(x, at + left() + width(), at + needed());
  }

  /** Writes whole pixels of padding. */
  private void pad(float[] x, int begin, int end) {
    for (int i = begin; i < end; i += input.channels()) {
      for (int c = 0; c < input.channels(); c++) {
        x[i + c] = operation.padValue[c];
      }
    }
  }

  /** Where each term of the sums of a row begins in the ring. */
  private void taps(int top, int[] taps) {
    int kernelHeight = operation.window.kernelHeight;
    for (int ky = 0; ky < kernelHeight; ky++) {
      int from = Math.floorMod(top + ky, kernelHeight) * pitch;
      for (int i = 0; i < segment; i++) {
        taps[ky * segment + i] = from + i;
      }
    }
  }

  private void row(Memory memory, Scratch scratch, int oy) {
    int sums = ring();
    int plane = outputWidth * Lanes.COUNT;
    int outputs = operation.bias.length;
    int o = 0;
    for (; o + Lanes.COUNT < outputs; o += 2 * Lanes.COUNT) {
      pairs(scratch, o, sums);
      finish(memory, scratch, oy, o, sums);
      finish(memory, scratch, oy, o + Lanes.COUNT, sums + plane);
    }
    if (o < outputs) {
      singles(scratch, o, sums);
      finish(memory, scratch, oy, o, sums);
    }
  }

  // The last tile of a row does some pixels again rather than fewer.

  /** Sums of a row and two vectors of outputs, [vectors][pixels][lanes]. */
  private void pairs(Scratch scratch, int output, int sums) {
    int plane = outputWidth * Lanes.COUNT;
    for (int p = 0; p < outputWidth; p += 8) {
      int ox = Math.min(p, outputWidth - 8);
      StemTiles.pair8(
          scratch.floats,
          ox * StemTiles.DISTANCE,
          scratch.ints,
          depth,
          weights,
          output * depth,
          bias,
          output,
          sums + ox * Lanes.COUNT,
          plane);
    }
  }

  /** Sums of a row and one vector of outputs, [pixels][lanes]. */
  private void singles(Scratch scratch, int output, int sums) {
    float[] x = scratch.floats;
    int[] taps = scratch.ints;
    int wo = output * depth;
    int p = 0;
    for (; p <= outputWidth - 16; p += 16) {
      int from = p * StemTiles.DISTANCE;
      int to = sums + p * Lanes.COUNT;
      StemTiles.tile16(x, from, taps, depth, weights, wo, bias, output, to);
    }
    for (; p < outputWidth; p += 8) {
      int ox = Math.min(p, outputWidth - 8);
      int from = ox * StemTiles.DISTANCE;
      int to = sums + ox * Lanes.COUNT;
      StemTiles.tile8(x, from, taps, depth, weights, wo, bias, output, to);
    }
  }

  /** Rounds and writes the sums of a row and one vector of outputs. */
  private void finish(Memory memory, Scratch scratch, int oy, int output, int sums) {
    int some = Math.min(Lanes.COUNT, operation.bias.length - output);
    int pixel = oy * outputWidth;
    int spare = ring() + 2 * outputWidth * Lanes.COUNT;
    epilogue.apply(
        memory, scratch.floats, sums, Lanes.COUNT, outputWidth, pixel, output, some, spare);
  }
}

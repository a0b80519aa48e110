package dev.octet.runtime.vector.dense;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Ungrouped convolution of a map as a blocked matrix product. A block of output pixels is widened
 * to float rows of one sum's terms, then multiplied by panel after panel. A part is a panel when
 * the whole map fits the cache (weights stream once), else a block of pixels.
 */
public final class DenseConvolution implements Kernel {
  /** Floats of widened input that shall stay in the second-level cache. */
  private static final int CACHED = 1 << 17;

  /** Pixels whose sums are finished together, while they are in the first-level cache. */
  private static final int FINISH = 48;

  private final Convolution operation;
  private final TensorSpec input;
  private final FloatPanels panels;
  private final VectorEpilogue epilogue;
  private final int outputWidth;
  private final int pixels;
  private final int block;
  private final boolean pointwise;

  /** Elements of a window's row. */
  private final int segment;

  /** Whether such a row of bytes fits a vector; it is then written as a whole one. */
  private final boolean narrow;

  /** Floats between two pixels' inputs. */
  private final int pitch;

  public DenseConvolution(Convolution operation, TensorSpec[] tensors, long bound) {
    this.operation = operation;
    this.input = tensors[operation.input(0)];
    Window w = operation.window;
    this.segment = w.kernelWidth * input.channels();
    this.pointwise = w.isPointwise();
    this.narrow =
        !pointwise && !input.type().wide() && segment <= Lanes.COUNT && w.dilationWidth == 1;
    int terms = w.kernelHeight * segment;
    this.pitch = narrow ? terms - segment + Lanes.COUNT : terms;
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    TensorSpec output = tensors[operation.output()];
    this.outputWidth = output.width();
    this.pixels = output.height() * output.width();
    boolean whole = (long) pixels * pitch <= CACHED;
    this.panels = new FloatPanels(operation.weights, operation.bias, terms, whole);
    this.block = whole ? pixels : Math.max(16, Math.min(64, (1 << 14) / pitch / 8 * 8));
  }

  private int blocks() {
    return (pixels + block - 1) / block;
  }

  @Override
  public int units() {
    return block == pixels ? panels.count : blocks();
  }

  @Override
  public int scratchFloats() {
    return widened() + FINISH * FloatPanels.width() + VectorEpilogue.scratch() + panels.widened();
  }

  /** Floats of a block's widened inputs. */
  private int widened() {
    return block * pitch + Lanes.COUNT;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    if (block == pixels) {
      widen(memory, scratch.floats, 0, pixels);
      int at = widened() + FINISH * FloatPanels.width() + VectorEpilogue.scratch();
      for (int panel = begin; panel < end; panel++) {
        panels.widen(panel, scratch.floats, at);
        multiply(memory, scratch.floats, 0, pixels, panel, scratch.floats, at);
      }
      return;
    }
    for (int unit = begin; unit < end; unit++) {
      int first = unit * block;
      int count = Math.min(block, pixels - first);
      widen(memory, scratch.floats, first, count);
      for (int panel = 0; panel < panels.count; panel++) {
        int at = panels.start(panel);
        multiply(memory, scratch.floats, first, count, panel, panels.weights, at);
      }
    }
  }

  private void multiply(
      Memory memory, float[] x, int first, int count, int panel, float[] w, int wo) {
    int acc = widened();
    int width = panels.vectors(panel) * Lanes.COUNT;
    for (int p = 0; p < count; p += FINISH) {
      int some = Math.min(FINISH, count - p);
      FloatTiles.multiply(x, p * pitch, pitch, some, panels, panel, w, wo, x, acc);
      epilogue.apply(
          memory,
          x,
          acc,
          width,
          some,
          first + p,
          panels.first(panel),
          panels.channels(panel),
          acc + FINISH * FloatPanels.width());
    }
  }

  private void widen(Memory memory, float[] x, int first, int count) {
    if (pointwise) {
      int from = input.arenaOffset() + first * pitch;
      widen(memory, from, x, 0, count * pitch);
      return;
    }
    for (int p = 0; p < count; ) {
      int oy = (first + p) / outputWidth;
      int ox = first + p - oy * outputWidth;
      int run = narrow ? insideRun(oy, ox, Math.min(count - p, outputWidth - ox)) : 0;
      if (run > 0) {
        gatherRun(memory.int8, x, p * pitch, oy, ox, run);
        p += run;
      } else {
        gather(memory, x, p * pitch, oy, ox);
        p++;
      }
    }
  }

  /** Widens a run of elements, as {@link Lanes#widen}. */
  private void widen(Memory memory, int from, float[] x, int at, int count) {
    if (input.type().wide()) {
      Lanes.widen(memory.int16, from, x, at, count);
    } else {
      Lanes.widen(memory.int8, from, x, at, count);
    }
  }

  /** How many pixels from here on have their whole windows inside of the map. */
  private int insideRun(int oy, int ox, int most) {
    Window w = operation.window;
    int top = oy * w.strideHeight - w.padTop;
    int left = ox * w.strideWidth - w.padLeft;
    int bottom = top + (w.kernelHeight - 1) * w.dilationHeight;
    int room = input.width() - left - w.kernelWidth;
    if (top < 0 || bottom >= input.height() || left < 0 || room < 0) {
      return 0;
    }
    return Math.min(most, room / w.strideWidth + 1);
  }

  /** Widens such windows, row by row; what is written too much is overwritten or not read. */
  private void gatherRun(byte[] source, float[] x, int to, int oy, int ox, int run) {
    Window w = operation.window;
    int channels = input.channels();
    int step = w.strideWidth * channels;
    for (int ky = 0; ky < w.kernelHeight; ky++) {
      int iy = oy * w.strideHeight - w.padTop + ky * w.dilationHeight;
      int ix = ox * w.strideWidth - w.padLeft;
      int from = input.arenaOffset() + (iy * input.width() + ix) * channels;
      int at = to + ky * segment;
      for (int p = 0; p < run; p++) {
        (Lanes.FOUR
                ? Lanes.floats(source, from + p * step)
                : (FloatVector)
                    Lanes.FLOATS.cast(
                        ByteVector.fromArray(Lanes.BYTE, source, from + p * step)
                            .convertShape(VectorOperators.B2F, Lanes.FLOAT, 0)))
            .intoArray(x, at + p * pitch);
      }
    }
  }

  /** Widens the window of one output pixel. */
  private void gather(Memory memory, float[] x, int to, int oy, int ox) {
    Arrays.fill(x, to, to + pitch, 0);
    Window w = operation.window;
    int channels = input.channels();
    int left = ox * w.strideWidth - w.padLeft;
    int at = to;
    for (int ky = 0; ky < w.kernelHeight; ky++) {
      int iy = oy * w.strideHeight - w.padTop + ky * w.dilationHeight;
      boolean inside = iy >= 0 && iy < input.height();
      int row = input.arenaOffset() + iy * input.width() * channels;
      if (inside && w.dilationWidth == 1 && left >= 0 && left + w.kernelWidth <= input.width()) {
        widen(memory, row + left * channels, x, at, w.kernelWidth * channels);
        at += w.kernelWidth * channels;
        continue;
      }
      for (int kx = 0; kx < w.kernelWidth; kx++) {
        int ix = left + kx * w.dilationWidth;
        if (inside && ix >= 0 && ix < input.width()) {
          widen(memory, row + ix * channels, x, at, channels);
        } else {
          for (int c = 0; c < channels; c++) {
            x[at + c] = operation.padValue[c];
          }
        }
        at += channels;
      }
    }
  }
}

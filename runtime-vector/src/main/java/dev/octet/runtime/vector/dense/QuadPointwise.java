package dev.octet.runtime.vector.dense;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.lanes.Quads;

/**
 * Pointwise convolution of a map on vectors of four lanes: as {@link DenseConvolution}, over pixels
 * in fours ({@link Quads}).
 */
public final class QuadPointwise implements Kernel {
  /** Floats of packed input that shall stay in the second-level cache. */
  private static final int CACHED = 1 << 17;

  /** Pixels whose sums are finished together, while they are in the first-level cache. */
  private static final int FINISH = 48;

  private final TensorSpec input;
  private final FloatPanels panels;
  private final VectorEpilogue epilogue;
  private final int depth;
  private final int pixels;
  private final int block;

  public QuadPointwise(Convolution operation, TensorSpec[] tensors, long bound) {
    this.input = tensors[operation.input(0)];
    this.depth = input.channels();
    this.pixels = input.height() * input.width();
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    boolean whole = (long) pixels * depth <= CACHED;
    this.panels =
        new FloatPanels(
            operation.weights,
            operation.bias,
            depth,
            whole,
            place -> input.type().wide() ? place : Quads.term(place, depth));
    this.block = whole ? pixels : Math.max(16, Math.min(64, (1 << 14) / depth / 8 * 8));
  }

  /** Whether this kernel can do an ungrouped convolution. */
  public static boolean fits(Convolution operation) {
    return Lanes.FOUR && operation.window.isPointwise();
  }

  @Override
  public int units() {
    return block == pixels ? panels.count : (pixels + block - 1) / block;
  }

  @Override
  public int scratchFloats() {
    return packed() + FINISH * FloatPanels.width() + VectorEpilogue.scratch() + panels.widened();
  }

  @Override
  public int scratchInts() {
    return Quads.spare(depth);
  }

  /** Floats of a block's packed inputs. */
  private int packed() {
    return 4 * Quads.count(block) * depth;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    float[] x = scratch.floats;
    if (block == pixels) {
      pack(memory, scratch, 0, pixels);
      int at = packed() + FINISH * FloatPanels.width() + VectorEpilogue.scratch();
      for (int panel = begin; panel < end; panel++) {
        panels.widen(panel, x, at);
        multiply(memory, x, 0, pixels, panel, x, at);
      }
      return;
    }
    for (int unit = begin; unit < end; unit++) {
      int first = unit * block;
      int count = Math.min(block, pixels - first);
      pack(memory, scratch, first, count);
      for (int panel = 0; panel < panels.count; panel++) {
        multiply(memory, x, first, count, panel, panels.weights, panels.start(panel));
      }
    }
  }

  private void pack(Memory memory, Scratch scratch, int first, int count) {
    int from = input.arenaOffset() + first * depth;
    if (input.type().wide()) {
      Quads.pack(memory.int16, from, count, depth, scratch.floats);
    } else {
      Quads.pack(memory.int8, from, count, depth, scratch.ints, scratch.floats);
    }
  }

  private void multiply(
      Memory memory, float[] x, int first, int count, int panel, float[] w, int wo) {
    int acc = packed();
    int width = panels.vectors(panel) * Lanes.COUNT;
    for (int p = 0; p < count; p += FINISH) {
      int some = Math.min(FINISH, count - p);
      QuadTiles.multiply(x, p * depth, Quads.count(some), panels, panel, w, wo, x, acc);
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
}

package dev.octet.runtime.vector.packed;

import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.vector.dense.DenseConvolution;
import dev.octet.runtime.vector.epilogue.VectorEpilogue;
import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.lanes.PackedPixels;
import dev.octet.runtime.vector.lanes.PackedShorts;
import java.util.Arrays;

/**
 * Pointwise convolution of a map, three pixels in each 64-bit lane ({@link PackedPixels}). Sums are
 * taken in chunks of terms that the fields of a lane have room for, and chunks are added as floats,
 * which is exact like everything that {@link DenseConvolution} does. A part is a panel when the
 * weights are many, else a block of pixels.
 */
public final class PackedPointwise implements Kernel {
  /** Triples whose sums are unpacked and finished together at most. */
  private static final int GROUP = 48;

  /** Longs between the sums of two vectors of channels; one triple more may be written. */
  private static final int PLANE = (GROUP + 1) * Lanes.COUNT;

  private static final int SUMS = 2 * PLANE;

  /** Weights that are widened together at most, so that blocks of pixels find them in the cache. */
  private static final int RESIDENT = 1 << 14;

  /** Elements of a map that is packed as a whole at most. */
  private static final int WHOLE = 1 << 18;

  /** Terms of a chunk on average, at least, where elements are wide. */
  private static final int LEAST_TERMS = 24;

  private static final float[] NOTHING = new float[Lanes.COUNT];

  private final TensorSpec input;
  private final PackedPanels panels;
  private final VectorEpilogue epilogue;
  private final int depth;
  private final int pixels;

  /** Where chunks of terms begin, and the number of terms at the end. */
  private final int[] chunks;

  /** Where sums start from if there is one chunk: the bias; in the order of the panels. */
  private final long[] start;

  /** Where the sums of several chunks start from, as floats, padded; or null. */
  private final float[] bias;

  /** Whether all pixels are packed together; else all weights are widened together. */
  private final boolean whole;

  /** Triples whose sums are unpacked and finished together: an even share of all. */
  private final int group;

  /** Triples that are packed together. */
  private final int block;

  public PackedPointwise(Convolution operation, TensorSpec[] tensors, long bound) {
    this.input = tensors[operation.input(0)];
    this.epilogue = new VectorEpilogue(operation.epilogue, tensors, operation.output(), bound);
    this.depth = input.channels();
    this.pixels = input.height() * input.width();
    int outputs = operation.bias.length;
    this.chunks = split(operation, depth, AccumulatorBounds.magnitude(input.type()));
    this.panels = new PackedPanels(operation.weights, outputs, depth);
    this.start = new long[panels.padded()];
    Arrays.fill(start, PackedPixels.start(0));
    this.bias = once() ? null : new float[Lanes.roundUp(outputs)];
    if (once()) {
      startFrom(operation.bias);
    } else {
      for (int c = 0; c < outputs; c++) {
        bias[c] = operation.bias[c];
      }
    }
    this.whole = outputs * depth > RESIDENT && pixels * depth <= WHOLE;
    int triples = PackedPixels.count(pixels);
    int groups = (triples + GROUP - 1) / GROUP;
    this.group = (triples + groups - 1) / groups;
    this.block = whole ? triples : group;
  }

  private void startFrom(int[] bias) {
    for (int panel = 0; panel < panels.count; panel++) {
      int first = panels.first(panel);
      for (int c = 0; c < Math.min(panels.lanes(panel), bias.length - first); c++) {
        start[first + panels.place(panel, c)] = PackedPixels.start(bias[first + c]);
      }
    }
  }

  /** Whether this kernel can do an ungrouped convolution whose sums are exact as floats. */
  public static boolean fits(Convolution operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    return operation.window.isPointwise()
        && input.height() * input.width() >= PackedPixels.PIXELS
        && (!input.type().wide() || fitsWide(operation, input));
  }

  /** Products of wide elements fill a field soon, and then another kernel is faster. */
  private static boolean fitsWide(Convolution operation, TensorSpec input) {
    int depth = input.channels();
    long magnitude = AccumulatorBounds.magnitude(input.type());
    int[] chunks = split(operation, depth, magnitude);
    return chunks.length - 1 <= Math.max(1, depth / LEAST_TERMS)
        && fits(operation, depth, chunks, magnitude);
  }

  /** The fewest equal chunks whose sums stay below the limit in every output channel. */
  private static int[] split(Convolution operation, int depth, long magnitude) {
    for (int n = (depth + PackedPixels.TERMS - 1) / PackedPixels.TERMS; ; n++) {
      int[] chunks = new int[n + 1];
      for (int i = 0; i <= n; i++) {
        chunks[i] = (int) ((long) depth * i / n);
      }
      if ((n >= depth && n > 1) || fits(operation, depth, chunks, magnitude)) {
        return chunks;
      }
    }
  }

  private static boolean fits(Convolution operation, int depth, int[] chunks, long magnitude) {
    boolean once = chunks.length == 2;
    for (int o = 0; o < operation.bias.length; o++) {
      for (int i = 1; i < chunks.length; i++) {
        long sum = once ? Math.abs((long) operation.bias[o]) : 0;
        for (int k = chunks[i - 1]; k < chunks[i]; k++) {
          sum += magnitude * Math.abs(operation.weights.at(o * depth + k));
        }
        if (sum >= PackedPixels.LIMIT) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public int units() {
    return whole ? panels.count : (PackedPixels.count(pixels) + block - 1) / block;
  }

  private boolean once() {
    return chunks.length == 2;
  }

  /** Pixels whose sums as floats are kept. */
  private int kept() {
    return PackedPixels.PIXELS * (once() ? group : block);
  }

  @Override
  public int scratchFloats() {
    return kept() * PackedPanels.width() + VectorEpilogue.scratch();
  }

  @Override
  public int scratchInts() {
    return 0;
  }

  /**
   * Longs of a chunk of a block's inputs, and of one more triple, which may be read but does not
   * count.
   */
  private int plane() {
    return (block + 1) * PackedPixels.PITCH;
  }

  /** Longs of a block's inputs. */
  private int packed() {
    return (chunks.length - 1) * plane();
  }

  private void pack(Memory memory, int from, int count, long[] x) {
    for (int i = 0; i < chunks.length - 1; i++) {
      int terms = chunks[i + 1] - chunks[i];
      int first = from + chunks[i];
      if (input.type().wide()) {
        PackedShorts.pack(memory.int16, first, count, depth, terms, x, i * plane());
      } else {
        PackedPixels.pack(memory.int8, first, count, depth, terms, x, i * plane());
      }
    }
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int widened = whole ? (PackedPixels.TERMS + 1) * PackedPanels.width() : panels.size();
    long[] x = scratch.longs(packed() + SUMS + widened);
    int from = input.arenaOffset();
    if (whole) {
      pack(memory, from, pixels, x);
      for (int panel = begin; panel < end; panel++) {
        multiply(memory, x, scratch.floats, 0, pixels, panel);
      }
      return;
    }
    panels.widen(x, packed() + SUMS);
    for (int unit = begin; unit < end; unit++) {
      int pixel = unit * block * PackedPixels.PIXELS;
      int count = Math.min(block * PackedPixels.PIXELS, pixels - pixel);
      pack(memory, from + pixel * depth, count, x);
      for (int panel = 0; panel < panels.count; panel++) {
        multiply(memory, x, scratch.floats, pixel, count, panel);
      }
    }
  }

  /** The outputs of some packed pixels and one panel. */
  private void multiply(Memory memory, long[] x, float[] acc, int pixel, int count, int panel) {
    int sums = packed();
    int lanes = panels.lanes(panel);
    int triples = PackedPixels.count(count);
    for (int chunk = 0; chunk < chunks.length - 1; chunk++) {
      int k = chunks[chunk];
      int terms = chunks[chunk + 1] - k;
      int wo = sums + SUMS;
      if (whole) {
        panels.widen(panel, k, k + terms, x, wo);
      } else {
        wo += panels.start(panel) + k * lanes;
      }
      for (int t = 0; t < triples; t += group) {
        int some = Math.min(group, triples - t);
        int vectors = panels.vectors(panel);
        PackedTiles.multiply(
            x,
            chunk * plane() + t * PackedPixels.PITCH,
            some,
            terms,
            vectors,
            x,
            wo,
            start,
            panels.first(panel),
            x,
            sums,
            PLANE);
        int p = t * PackedPixels.PIXELS;
        int most = Math.min(some * PackedPixels.PIXELS, count - p);
        for (int c = 0; c < lanes; c += Lanes.COUNT) {
          int from = sums + c / Lanes.COUNT * PLANE;
          finish(memory, x, from, acc, p, pixel + p, most, panel, c, chunk);
        }
      }
    }
  }

  /** Adds a vector of channels of some pixels' sums to those before, and writes the last. */
  private void finish(
      Memory memory,
      long[] sums,
      int from,
      float[] acc,
      int p,
      int pixel,
      int count,
      int panel,
      int c,
      int chunk) {
    int channel = panels.first(panel) + c;
    int to = c / Lanes.COUNT * kept() * Lanes.COUNT + (once() ? 0 : p * Lanes.COUNT);
    boolean last = chunk == chunks.length - 2;
    int channels = Math.min(Lanes.COUNT, panels.outputs - channel);
    boolean half = c + Lanes.COUNT > panels.lanes(panel);
    if (last && half && once() && epilogue.straight(channel)) {
      epilogue.applyHalfTriples(memory, sums, from, count, pixel);
      return;
    }
    if (last && !half && channels == Lanes.COUNT && epilogue.straight(channel)) {
      epilogue.applyTriples(memory, sums, from, count, once() ? null : acc, to, channel, pixel);
      return;
    }
    float[] addend = chunk > 0 ? acc : once() ? NOTHING : bias;
    int at = chunk > 0 ? to : once() ? 0 : channel;
    int step = chunk > 0 ? Lanes.COUNT : 0;
    if (!half) {
      PackedPixels.unpack(sums, from, PackedPixels.count(count), addend, at, step, acc, to);
    } else {
      PackedPixels.unpackHalf(sums, from, PackedPixels.count(count), addend, at, step, acc, to);
    }
    if (last) {
      int spare = kept() * PackedPanels.width();
      epilogue.apply(memory, acc, to, Lanes.COUNT, count, pixel, channel, channels, spare);
    }
  }
}

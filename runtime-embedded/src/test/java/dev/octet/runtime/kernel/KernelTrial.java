package dev.octet.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.octet.runtime.kernel.reference.ReferenceKernels;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Pad;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;
import dev.octet.runtime.schedule.operation.Softmax;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One operation with its tensors and inputs, made from a seed, to compare a kernel set with the
 * reference set. Multipliers are chosen such that outputs spread over (and a little beyond) their
 * type's range.
 */
public final class KernelTrial {
  /** How input elements and weights are drawn. */
  public enum Values {
    /** Uniform. */
    ANY,
    /** Only the smallest and the largest. */
    EXTREME,
    /** Small, so that ties and exact halves are frequent. */
    SMALL
  }

  /** What an epilogue does. */
  public enum Ending {
    /** Per-channel multipliers and clamps. */
    LINEAR,
    /** Multipliers are powers of two: ties are frequent. */
    TIES,
    /** A residual is added. */
    RESIDUAL,
    /** A residual with ties. */
    RESIDUAL_TIES,
    /** Hard-swish. */
    HARD_SWISH,
    /** Hard-swish with ties. */
    HARD_SWISH_TIES,
    /** Hard-swish whose first multipliers have few bits, so that its first rounding meets ties. */
    HARD_SWISH_FIRST_TIES,
    /** Half of the multipliers are 0. */
    ZEROS,
    /** Everything saturates. */
    SATURATING
  }

  private final Random random;
  private final long seed;
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final int[] arena = {3, 5};
  private Values values = Values.ANY;
  private Ending ending = Ending.LINEAR;
  private ElementType inputType = ElementType.INT8;
  private ElementType outputType = ElementType.INT8;
  private ElementType residualType = ElementType.INT8;
  private boolean inPlace;
  private boolean largeBiases;
  private Operation operation;

  /** Starts a trial. */
  public KernelTrial(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** How values are drawn. */
  public KernelTrial values(Values choice) {
    this.values = choice;
    return this;
  }

  /** What the epilogue does. */
  public KernelTrial ending(Ending choice) {
    this.ending = choice;
    return this;
  }

  /** Types of input, output and residual. */
  public KernelTrial types(ElementType input, ElementType output, ElementType residual) {
    this.inputType = input;
    this.outputType = output;
    this.residualType = residual;
    return this;
  }

  /** The residual, or a gate's map, is overwritten by the output. */
  public KernelTrial inPlace() {
    this.inPlace = true;
    return this;
  }

  /** A convolution's biases are much larger than its products. */
  public KernelTrial largeBiases() {
    this.largeBiases = true;
    return this;
  }

  private int tensor(ElementType type, int height, int width, int channels) {
    int kind = type.wide() ? 1 : 0;
    TensorSpec spec =
        new TensorSpec(
            "t" + tensors.size(),
            type,
            height,
            width,
            channels,
            new double[] {1},
            new double[] {0},
            arena[kind]);
    arena[kind] += spec.elements() + 1 + random.nextInt(20);
    tensors.add(spec);
    return tensors.size() - 1;
  }

  private int draw(int min, int max) {
    switch (values) {
      case EXTREME:
        return random.nextBoolean() ? min : max;
      case SMALL:
        return Math.max(min, Math.min(max, random.nextInt(9) - 4));
      default:
        return min + random.nextInt(max - min + 1);
    }
  }

  private int[] zeroPoints(ElementType type, int count) {
    int[] result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = draw(type.min(), type.max());
    }
    return result;
  }

  /** A multiplier and shift for a factor; powers of two when ties are wanted. */
  private void scale(double factor, boolean ties, int[] m, byte[] s, int c) {
    int exponent = Math.getExponent(factor);
    int shift = 21 - exponent;
    double mantissa = Math.scalb(factor, shift);
    m[c] = ties ? 1 << 21 : Math.min((1 << 22) - 1, (int) mantissa);
    while (shift > 62 || shift < 1) {
      shift = shift > 62 ? 62 : 1;
    }
    s[c] = (byte) shift;
  }

  /** An epilogue for accumulators of a typical magnitude. */
  private Epilogue epilogue(int count, double magnitude, int residual) {
    boolean ties =
        ending == Ending.TIES || ending == Ending.RESIDUAL_TIES || ending == Ending.HARD_SWISH_TIES;
    boolean few = ending == Ending.HARD_SWISH_FIRST_TIES;
    boolean swish = few || ending == Ending.HARD_SWISH || ending == Ending.HARD_SWISH_TIES;
    // Kernels may have quicker ways where channels have the same bounds and shifts are large.
    boolean alike = random.nextBoolean();
    double range = outputType.max();
    int fraction = random.nextInt(13);
    int[] m = new int[count];
    byte[] s = new byte[count];
    int[] offset = new int[count];
    int[] low = new int[count];
    int[] high = new int[count];
    long[] mr = new long[count];
    int[] mo = new int[count];
    byte[] so = new byte[count];
    for (int c = 0; c < count; c++) {
      double wanted = swish ? 4.0 * (1 << fraction) : range;
      double factor = wanted / Math.max(1, magnitude) * (0.5 + random.nextDouble());
      scale(ending == Ending.SATURATING ? factor * 1000 : factor, ties, m, s, c);
      if (few && random.nextInt(3) > 0) {
        int lowest = 1 << 8 + random.nextInt(14);
        m[c] = m[c] & -lowest | lowest;
      }
      if (values == Values.SMALL && !swish) {
        s[c] = (byte) ((alike ? 23 : 21) + random.nextInt(4));
      }
      if (ending == Ending.ZEROS && random.nextBoolean()) {
        m[c] = 0;
      }
      double reach = few ? 16 + random.nextDouble() : 16;
      scale(range / (reach * (1 << fraction) * (1 << fraction)), ties, mo, so, c);
      double step = range / residualType.max();
      mr[c] =
          ties ? 1L << Math.max(0, s[c] - 1) : (long) Math.scalb(step * random.nextDouble(), s[c]);
      offset[c] = outputType.min() / 4 + random.nextInt(outputType.max() / 2);
      low[c] = random.nextInt(3) == 0 ? offset[c] : outputType.min();
      high[c] = random.nextInt(3) == 0 ? offset[c] + random.nextInt(30) : outputType.max();
      if (alike && c > 0) {
        low[c] = low[0];
        high[c] = high[0];
      }
    }
    return new Epilogue(
        new Rescale(m, s),
        swish ? new HardSwish(fraction, new Rescale(mo, so)) : null,
        residual < 0 ? null : new Residual(residual, zeroPoints(residualType, count), mr),
        offset,
        low,
        high);
  }

  private boolean adds() {
    return ending == Ending.RESIDUAL || ending == Ending.RESIDUAL_TIES;
  }

  /** Makes a convolution. */
  public KernelTrial convolution(
      int height, int width, int inputs, int outputs, int groups, Window window) {
    int in = tensor(inputType, height, width, inputs);
    int residual =
        adds()
            ? tensor(residualType, window.outputHeight(height), window.outputWidth(width), outputs)
            : -1;
    int out;
    if (inPlace) {
      TensorSpec r = tensors.get(residual);
      tensors.add(r.at(r.arenaOffset()));
      out = tensors.size() - 1;
    } else {
      out = tensor(outputType, window.outputHeight(height), window.outputWidth(width), outputs);
    }
    int terms = window.kernelHeight * window.kernelWidth * (inputs / groups);
    byte[] data = new byte[7 + outputs * terms];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) draw(-127, 127);
    }
    int[] bias = new int[outputs];
    double spread = values == Values.EXTREME ? 127.0 * 127 : values == Values.SMALL ? 9 : 73.0 * 73;
    spread *= 1 << inputType.bits() - ElementType.MIN_BITS;
    double magnitude = largeBiases ? 1 << 23 : spread * Math.sqrt(terms);
    for (int o = 0; o < outputs; o++) {
      bias[o] = (int) ((random.nextDouble() - 0.5) * magnitude);
    }
    short[] pad = new short[inputs];
    for (int c = 0; c < inputs; c++) {
      pad[c] = (short) draw(inputType.min(), inputType.max());
    }
    operation =
        new Convolution(
            "convolution",
            in,
            out,
            window,
            groups,
            new Weights(data, 7, data.length - 7),
            bias,
            pad,
            epilogue(outputs, magnitude, residual));
    return this;
  }

  /** Makes an elementwise step. */
  public KernelTrial elementwise(int height, int width, int channels) {
    int in = tensor(inputType, height, width, channels);
    int residual = adds() ? tensor(residualType, height, width, channels) : -1;
    int out = tensor(outputType, height, width, channels);
    operation =
        new Elementwise(
            "elementwise",
            in,
            out,
            zeroPoints(inputType, channels),
            epilogue(channels, inputType.max(), residual));
    return this;
  }

  /** Makes a LeakyReLU with slopes from 0 to 1, 0 and 1 among them. */
  public KernelTrial leakyRelu(int height, int width, int channels) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(outputType, height, width, channels);
    int[] above = new int[channels];
    int[] below = new int[channels];
    byte[] aboveShift = new byte[channels];
    byte[] belowShift = new byte[channels];
    for (int c = 0; c < channels; c++) {
      double factor = (0.25 + random.nextDouble()) * outputType.max() / inputType.max();
      boolean ties = random.nextInt(3) == 0;
      scale(factor, ties, above, aboveShift, c);
      scale(factor * random.nextInt(9) / 8, ties, below, belowShift, c);
    }
    operation =
        new LeakyRelu(
            "leaky",
            in,
            out,
            zeroPoints(inputType, channels),
            new Rescale(above, aboveShift),
            new Rescale(below, belowShift),
            zeroPoints(outputType, channels));
    return this;
  }

  /** Makes moves of any kind: runs of channels, repeated ones, some from nowhere. */
  public KernelTrial rearrange(int height, int width, int channels) {
    int in = tensor(inputType, height, width, channels);
    int[] rows = places(height + 1, height, width * channels);
    int[] columns = places(width + 2, width, channels);
    int[] depth = places(channels + 3, channels, 1);
    for (int c = 1; c < depth.length; c++) {
      boolean follows = random.nextBoolean() && depth[c - 1] >= 0 && depth[c - 1] + 1 < channels;
      depth[c] = follows ? depth[c - 1] + 1 : depth[c];
    }
    int out = tensor(inputType, rows.length, columns.length, depth.length);
    short[] fill = new short[depth.length];
    for (int c = 0; c < fill.length; c++) {
      fill[c] = (short) draw(inputType.min(), inputType.max());
    }
    operation = new Rearrange("moves", in, out, rows, columns, depth, fill);
    return this;
  }

  private int[] places(int count, int of, int step) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = random.nextInt(8) == 0 ? -1 : random.nextInt(of) * step;
    }
    return places;
  }

  /** Makes a resizing whose weights are anything from 0 to 1. */
  public KernelTrial resize(int height, int width, int channels, int toHeight, int toWidth) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(inputType, toHeight, toWidth, channels);
    operation =
        new Resize(
            "resize",
            in,
            out,
            places(height, new int[toHeight]),
            weights(toHeight),
            places(width, new int[toWidth]),
            weights(toWidth));
    return this;
  }

  private int[] places(int of, int[] places) {
    for (int i = 0; i < places.length; i++) {
      places[i] = random.nextInt(of);
    }
    return places;
  }

  private short[] weights(int count) {
    short[] weights = new short[count];
    for (int i = 0; i < count; i++) {
      int weight = random.nextInt(5) * (1 << Resize.WEIGHT_BITS) / 4;
      weights[i] = (short) (weight > 0 && random.nextBoolean() ? weight - 1 : weight);
    }
    return weights;
  }

  /** Makes a curve with any table; {@code plain} if its input's elements are its arguments. */
  public KernelTrial curve(int height, int width, int channels, boolean plain) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(outputType, height, width, channels);
    int[] argument = new int[channels];
    int[] value = new int[channels];
    byte[] argumentShift = new byte[channels];
    byte[] valueShift = new byte[channels];
    for (int c = 0; c < channels; c++) {
      double reach = plain ? 1 : (0.25 + random.nextDouble()) * Short.MAX_VALUE / inputType.max();
      scale(reach, false, argument, argumentShift, c);
      double factor = (0.25 + random.nextDouble()) * outputType.max() / Short.MAX_VALUE;
      scale(factor, random.nextInt(3) == 0, value, valueShift, c);
    }
    short[] table = new short[Curve.ENTRIES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (short) draw(Short.MIN_VALUE, Short.MAX_VALUE);
    }
    operation =
        new Curve(
            "curve",
            in,
            out,
            plain ? new int[channels] : zeroPoints(inputType, channels),
            new Rescale(argument, argumentShift),
            table,
            new Rescale(value, valueShift),
            zeroPoints(outputType, channels));
    return this;
  }

  /** Makes a softmax or an L2 normalization. */
  public KernelTrial acrossChannels(int height, int width, int channels, boolean softmax) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(outputType, height, width, channels);
    int bits = 1 + random.nextInt(15);
    int offset = draw(outputType.min(), outputType.max());
    operation =
        softmax
            ? new Softmax("softmax", in, out, 3_000_000, 20 + random.nextInt(12), bits, offset)
            : new L2Normalize(
                "l2", in, out, draw(inputType.min(), inputType.max()), 1, bits, offset);
    return this;
  }

  /** Makes a gate or a product. */
  public KernelTrial multiply(
      int height, int width, int channels, boolean gate, ElementType gateType) {
    int in = tensor(inputType, height, width, channels);
    int other = tensor(gateType, gate ? 1 : height, gate ? 1 : width, channels);
    int out = tensors.size();
    if (inPlace) {
      tensors.add(tensors.get(in).at(tensors.get(in).arenaOffset()));
    } else {
      out = tensor(outputType, height, width, channels);
    }
    operation =
        new Multiply(
            "multiply",
            in,
            other,
            out,
            zeroPoints(inputType, channels),
            draw(gateType.min(), gateType.max()),
            epilogue(channels, 0.5 * inputType.max() * gateType.max(), -1));
    return this;
  }

  /** Makes a global average pool. */
  public KernelTrial globalAveragePool(int height, int width, int channels) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(outputType, 1, 1, channels);
    operation =
        new GlobalAveragePool(
            "mean",
            in,
            out,
            zeroPoints(inputType, channels),
            epilogue(channels, 0.5 * inputType.max() * height * width, -1));
    return this;
  }

  /** Makes an average pool. */
  public KernelTrial averagePool(
      int height, int width, int channels, Window window, boolean countPadding) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(outputType, window.outputHeight(height), window.outputWidth(width), channels);
    int area = window.kernelHeight * window.kernelWidth;
    int[] m = new int[area];
    byte[] s = new byte[area];
    for (int n = 0; n < area; n++) {
      scale((double) outputType.max() / inputType.max() / (n + 1), false, m, s, n);
    }
    operation =
        new AveragePool(
            "average",
            in,
            out,
            window,
            countPadding,
            zeroPoints(inputType, channels),
            new Rescale(m, s),
            3,
            outputType.min() + 1,
            outputType.max() - 1);
    return this;
  }

  /** Makes a max pool. */
  public KernelTrial maxPool(int height, int width, int channels, Window window) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(inputType, window.outputHeight(height), window.outputWidth(width), channels);
    operation = new MaxPool("max", in, out, window);
    return this;
  }

  /** Makes a concatenation. */
  public KernelTrial concat(int height, int width, int... channels) {
    int[] in = new int[channels.length];
    int[][] zero = new int[channels.length][];
    Epilogue[] epilogues = new Epilogue[channels.length];
    int sum = 0;
    for (int i = 0; i < in.length; i++) {
      in[i] = tensor(inputType, height, width, channels[i]);
      zero[i] = zeroPoints(inputType, channels[i]);
      epilogues[i] = epilogue(channels[i], inputType.max(), -1);
      sum += channels[i];
    }
    int out = tensor(outputType, height, width, sum);
    operation = new Concat("concat", in, out, zero, epilogues);
    return this;
  }

  /** Makes a border. */
  public KernelTrial pad(
      int height, int width, int channels, int top, int left, int bottom, int right) {
    int in = tensor(inputType, height, width, channels);
    int out = tensor(inputType, height + top + bottom, width + left + right, channels);
    short[] value = new short[channels];
    for (int c = 0; c < channels; c++) {
      value[c] = (short) draw(inputType.min(), inputType.max());
    }
    operation = new Pad("pad", in, out, top, left, bottom, right, value);
    return this;
  }

  /** The kernel of a set. */
  public Kernel prepare(KernelSet set) {
    return set.prepare(operation, tensors.toArray(new TensorSpec[0]));
  }

  /** Arenas with the inputs, and noise elsewhere. */
  public Memory memory() {
    Memory memory = new Memory(arena[0], arena[1]);
    Random inputs = new Random(seed ^ 0x5DEECE66DL);
    for (int i = 0; i < memory.int8.length; i++) {
      memory.int8[i] = (byte) drawFrom(inputs, -128, 127);
    }
    for (int i = 0; i < memory.int16.length; i++) {
      memory.int16[i] = (short) drawFrom(inputs, -32768, 32767);
    }
    for (TensorSpec t : tensors) {
      for (int i = 0; t.type().wide() && i < t.elements(); i++) {
        int element = drawFrom(inputs, t.type().min(), t.type().max());
        memory.int16[t.arenaOffset() + i] = (short) element;
      }
    }
    return memory;
  }

  private int drawFrom(Random inputs, int min, int max) {
    switch (values) {
      case EXTREME:
        return inputs.nextBoolean() ? min : max;
      case SMALL:
        return inputs.nextInt(9) - 4;
      default:
        return min + inputs.nextInt(max - min + 1);
    }
  }

  /** Scratch that is large enough, full of noise. */
  public static Scratch scratch(Kernel kernel) {
    Scratch scratch = new Scratch(kernel.scratchFloats(), kernel.scratchInts());
    Arrays.fill(scratch.floats, 1e30f);
    Arrays.fill(scratch.ints, 0x55555555);
    return scratch;
  }

  /** Runs the set and the reference, in one go and part by part backwards, and compares all. */
  public void check(KernelSet set) {
    Memory expected = memory();
    Kernel reference = prepare(new ReferenceKernels());
    reference.run(expected, scratch(reference), 0, reference.units());

    Kernel kernel = prepare(set);
    Memory actual = memory();
    kernel.run(actual, scratch(kernel), 0, kernel.units());
    compare(expected, actual, "in one go");

    Memory parts = memory();
    Scratch shared = scratch(kernel);
    int end = kernel.units();
    while (end > 0) {
      int begin = Math.max(0, end - 1 - random.nextInt(3));
      kernel.run(parts, shared, begin, end);
      end = begin;
    }
    compare(expected, parts, "in parts");
  }

  private void compare(Memory expected, Memory actual, String how) {
    String message = this + ", " + how;
    assertArrayEquals(expected.int8, actual.int8, message);
    assertArrayEquals(expected.int16, actual.int16, message);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + " " + operation.name());
    text.append(' ').append(values).append(' ').append(ending);
    for (TensorSpec t : tensors) {
      text.append(' ').append(t.type()).append(' ').append(t.height()).append('x');
      text.append(t.width()).append('x').append(t.channels());
    }
    return text.toString();
  }
}

package dev.octet.quantizer.write;

import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
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
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Builds small valid schedules with random contents, each tensor at a place of its own. */
public final class SampleSchedule {
  private final Random random;
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final int[] arena = new int[2];

  /** Starts with nothing. */
  public SampleSchedule(long seed) {
    this.random = new Random(seed);
  }

  /** A network with every kind of operation, in mixed types, on a 9x8x3 input. */
  public static Schedule everyKind(long seed) {
    SampleSchedule s = new SampleSchedule(seed);
    int input = s.tensor(ElementType.INT8, 9, 8, 3);
    int stem = s.convolution(input, 8, new Window(3, 3, 2, 2, 0, 1, 1, 1, 1, 1), 1, s.type(), true);
    int expanded = s.convolution(stem, 12, Window.pointwise(), 1, ElementType.INT8, false);
    int depthwise = s.convolution(expanded, 12, Window.square(3, 1, 1), 12, ElementType.INT8, true);
    int pooled = s.globalAveragePool(depthwise, ElementType.INT16);
    int gate = s.convolution(pooled, 12, Window.pointwise(), 1, ElementType.INT16, false);
    int gated = s.multiply(depthwise, gate, ElementType.INT8);
    int projected = s.convolution(gated, 8, Window.pointwise(), 2, s.type(), false);
    int added = s.add(projected, stem, s.type());
    int residual = s.residualConvolution(added, added, s.type());
    int activated = s.elementwise(residual, ElementType.INT8, s.random.nextBoolean());
    int max = s.maxPool(activated, new Window(2, 3, 1, 1, 1, 1, 0, 1, 1, 1));
    int average = s.averagePool(activated, new Window(2, 3, 1, 1, 1, 1, 0, 1, 1, 1));
    int joined = s.concat(ElementType.INT8, max, average);
    int leaky = s.leakyRelu(s.elementwise(joined, ElementType.INT16, false), ElementType.INT8);
    int padded = s.pad(leaky);
    int last = s.globalAveragePool(padded, ElementType.INT8);
    int logits = s.convolution(last, 4, Window.pointwise(), 1, ElementType.INT16, false);
    return s.build(input, logits);
  }

  /**
   * A small network with what only version 2 of the format has: its operations, tensors of 9 to 15
   * bits, and two outputs, one of them of two parts.
   */
  public static Schedule secondVersion(long seed) {
    SampleSchedule s = new SampleSchedule(seed);
    int input = s.tensor(ElementType.INT8, 2, 3, 2);
    int odd = s.elementwise(input, s.odd(), false);
    int leaky = s.leakyRelu(odd, s.odd());
    int curved = s.curve(leaky, s.odd());
    int resized = s.resize(curved, 3, 4);
    int moved = s.transpose(resized);
    int normalized = s.l2Normalize(moved, s.odd());
    int soft = s.softmax(moved, ElementType.INT8);
    Schedule row = s.schedule(input, normalized);
    int count = s.tensors.get(moved).elements();
    int[] one = {1};
    int[] all = {count};
    OutputSpec joined =
        new OutputSpec(
            "joined",
            new int[] {1, 2, count},
            Ending.ARGMAX,
            2,
            new OutputPart(normalized, Placement.whole(count)),
            new OutputPart(soft, new Placement(0, count, all, one, one)));
    OutputSpec pairs =
        new OutputSpec(
            "pairs",
            new int[] {2, count / 2},
            Ending.SIGMOID,
            0,
            new OutputPart(
                soft,
                new Placement(
                    0, 0, new int[] {count / 2, 2}, new int[] {2, 1}, new int[] {1, count / 2})));
    return s.answered(row.toBuilder().labels().outputs(joined, pairs).build());
  }

  private ElementType odd() {
    return ElementType.ofBits(9 + random.nextInt(7));
  }

  /**
   * A network that starts with a chain of three to seven convolutions of random windows, types and
   * groups, goes on with a residual block and ends in a classifier.
   */
  public static Schedule chain(long seed) {
    SampleSchedule s = new SampleSchedule(seed);
    Random r = s.random;
    int input = s.tensor(ElementType.INT8, 9 + r.nextInt(14), 5 + r.nextInt(9), 3);
    int current =
        s.convolution(input, 4 + 4 * r.nextInt(2), Window.square(3, 1, 1), 1, s.type(), false);
    int steps = 2 + r.nextInt(5);
    for (int i = 0; i < steps; i++) {
      int channels = s.tensors.get(current).channels();
      boolean depthwise = r.nextBoolean();
      int next = depthwise ? channels : 4 * (1 + r.nextInt(4));
      current =
          s.convolution(
              current,
              next,
              s.randomWindow(s.tensors.get(current)),
              depthwise ? channels : 1,
              s.type(),
              r.nextBoolean());
    }
    int block = current;
    int channels = s.tensors.get(block).channels();
    current = s.convolution(current, channels, Window.pointwise(), 1, s.type(), true);
    current = s.convolution(current, channels, Window.square(3, 1, 1), channels, s.type(), false);
    current = s.residualConvolution(current, block, s.type());
    int activated = s.elementwise(current, ElementType.INT8, false);
    return s.build(0, s.classifier(activated));
  }

  /** The mean over a map and a fully connected layer. */
  public int classifier(int input) {
    int pooled = globalAveragePool(input, ElementType.INT8);
    return convolution(pooled, 5, Window.pointwise(), 1, ElementType.INT16, false);
  }

  /** A window that fits a map and never lies wholly in the padding. */
  private Window randomWindow(TensorSpec map) {
    int[] kernels = {1, 2, 3, 3, 5};
    while (true) {
      int high = kernels[random.nextInt(kernels.length)];
      int wide = kernels[random.nextInt(kernels.length)];
      int dilation = 1 + random.nextInt(5) / 4;
      Window w =
          new Window(
              high,
              wide,
              1 + random.nextInt(5) / 2,
              1 + random.nextInt(2),
              random.nextInt(high),
              random.nextInt(wide),
              random.nextInt(high),
              random.nextInt(wide),
              dilation,
              1);
      if (w.outputHeight(map.height()) > 0 && w.outputWidth(map.width()) > 0) {
        return w;
      }
    }
  }

  /** A new tensor. */
  public int tensor(ElementType type, int height, int width, int channels) {
    int storage = type.bytes() - 1;
    int place = arena[storage];
    arena[storage] += height * width * channels;
    double[] scale = {0.01 + random.nextDouble()};
    tensors.add(
        new TensorSpec(
            "t" + tensors.size(),
            type,
            height,
            width,
            channels,
            scale,
            new double[] {random.nextInt(21) - 10},
            place));
    return tensors.size() - 1;
  }

  private ElementType type() {
    int any = 9 + random.nextInt(7);
    return ElementType.ofBits(random.nextBoolean() ? 8 : random.nextBoolean() ? 16 : any);
  }

  /** A convolution without residual. */
  public int convolution(
      int input, int channels, Window window, int groups, ElementType type, boolean hardSwish) {
    TensorSpec in = tensors.get(input);
    int output =
        tensor(type, window.outputHeight(in.height()), window.outputWidth(in.width()), channels);
    int each = window.kernelHeight * window.kernelWidth * in.channels() / groups;
    int bits = 32 - Integer.numberOfLeadingZeros(each) + 7 + in.type().bits();
    operations.add(
        convolution(
            input, output, window, groups, epilogue(channels, type, bits, hardSwish, null)));
    return output;
  }

  private Convolution convolution(
      int input, int output, Window window, int groups, Epilogue epilogue) {
    int inputs = tensors.get(input).channels();
    int channels = tensors.get(output).channels();
    byte[] weights =
        new byte[channels * window.kernelHeight * window.kernelWidth * inputs / groups];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(255) - 127);
    }
    int[] bias = random.ints(channels, -20000, 20000).toArray();
    short[] pad = new short[inputs];
    Arrays.fill(pad, (short) (random.nextInt(21) - 10));
    return new Convolution(
        "conv" + operations.size(),
        input,
        output,
        window,
        groups,
        new Weights(weights, 0, weights.length),
        bias,
        pad,
        epilogue);
  }

  private int residualConvolution(int input, int added, ElementType type) {
    TensorSpec in = tensors.get(input);
    int output = tensor(type, in.height(), in.width(), in.channels());
    int bits = 18 + in.type().bits();
    Epilogue e = epilogue(in.channels(), type, bits, false, residual(added));
    operations.add(convolution(input, output, Window.square(3, 1, 1), 1, e));
    return output;
  }

  /** An activation or change of scale. */
  public int elementwise(int input, ElementType type, boolean hardSwish) {
    return elementwise(input, type, hardSwish, null);
  }

  private int add(int input, int added, ElementType type) {
    return elementwise(input, type, false, residual(added));
  }

  private int elementwise(int input, ElementType type, boolean hardSwish, Residual residual) {
    TensorSpec in = tensors.get(input);
    int output = tensor(type, in.height(), in.width(), in.channels());
    int bits = in.type().bits();
    Epilogue e = epilogue(in.channels(), type, bits, hardSwish, residual);
    operations.add(new Elementwise("ew", input, output, zeroPoints(in.channels()), e));
    return output;
  }

  private int leakyRelu(int input, ElementType type) {
    TensorSpec in = tensors.get(input);
    int channels = in.channels();
    int output = tensor(type, in.height(), in.width(), channels);
    int bits = in.type().bits();
    Rescale above = epilogue(channels, type, bits, false, null).rescale;
    Rescale below = epilogue(channels, type, bits + 2, false, null).rescale;
    operations.add(
        new LeakyRelu(
            "leaky", input, output, zeroPoints(channels), above, below, zeroPoints(channels)));
    return output;
  }

  private int curve(int input, ElementType type) {
    TensorSpec in = tensors.get(input);
    int channels = in.channels();
    int output = tensor(type, in.height(), in.width(), channels);
    short[] table = new short[Curve.ENTRIES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (short) random.nextInt();
    }
    Rescale argument = rescale(channels, 6 + in.type().bits());
    Rescale value = rescale(channels, 38 - type.bits());
    int[] zero = zeroPoints(channels);
    int[] offsets = zeroPoints(channels);
    operations.add(new Curve("curve", input, output, zero, argument, table, value, offsets));
    return output;
  }

  private int resize(int input, int height, int width) {
    TensorSpec in = tensors.get(input);
    int output = tensor(in.type(), height, width, in.channels());
    sameScale(input, output);
    int[] rows = random.ints(height, 0, in.height()).toArray();
    int[] columns = random.ints(width, 0, in.width()).toArray();
    operations.add(
        new Resize("resize", input, output, rows, weights(height), columns, weights(width)));
    return output;
  }

  /** Shares of the next row or column, of which the ends are the most likely. */
  private short[] weights(int count) {
    short[] weights = new short[count];
    int one = 1 << Resize.WEIGHT_BITS;
    for (int i = 0; i < count; i++) {
      weights[i] = (short) Math.max(0, Math.min(one, random.nextInt(2 * one) - one / 2));
    }
    return weights;
  }

  /** Rows become columns, channels change places, and the last column is filled. */
  private int transpose(int input) {
    TensorSpec in = tensors.get(input);
    int channels = in.channels();
    int output = tensor(in.type(), in.width(), in.height(), channels);
    sameScale(input, output);
    int[] rows = new int[in.width()];
    int[] columns = new int[in.height()];
    int[] depth = new int[channels];
    Arrays.setAll(rows, i -> i * channels);
    Arrays.setAll(columns, i -> i == columns.length - 1 ? -1 : i * rows.length * channels);
    Arrays.setAll(depth, i -> channels - 1 - i);
    short[] fill = new short[channels];
    Arrays.fill(fill, (short) (random.nextInt(21) - 10));
    operations.add(new Rearrange("moves", input, output, rows, columns, depth, fill));
    return output;
  }

  private int softmax(int input, ElementType type) {
    TensorSpec in = tensors.get(input);
    int output = tensor(type, in.height(), in.width(), in.channels());
    int multiplier = (1 << 21) + random.nextInt(1 << 21);
    int shift = 8 + in.type().bits();
    operations.add(new Softmax("softmax", input, output, multiplier, shift, 8, type.min()));
    return output;
  }

  private int l2Normalize(int input, ElementType type) {
    TensorSpec in = tensors.get(input);
    int output = tensor(type, in.height(), in.width(), in.channels());
    int zero = random.nextInt(21) - 10;
    int least = 1 + random.nextInt(100);
    operations.add(
        new L2Normalize("l2", input, output, zero, least, type.bits() - 1, random.nextInt(3)));
    return output;
  }

  private int multiply(int input, int gate, ElementType type) {
    TensorSpec in = tensors.get(input);
    int output = tensor(type, in.height(), in.width(), in.channels());
    int bits = in.type().bits() + tensors.get(gate).type().bits();
    Epilogue e = epilogue(in.channels(), type, bits, false, null);
    operations.add(new Multiply("mul", input, gate, output, zeroPoints(in.channels()), -7, e));
    return output;
  }

  private int globalAveragePool(int input, ElementType type) {
    TensorSpec in = tensors.get(input);
    int output = tensor(type, 1, 1, in.channels());
    int bits = in.type().bits() + 5;
    Epilogue e = epilogue(in.channels(), type, bits, false, null);
    operations.add(new GlobalAveragePool("gap", input, output, zeroPoints(in.channels()), e));
    return output;
  }

  private int maxPool(int input, Window window) {
    TensorSpec in = tensors.get(input);
    int output =
        tensor(
            in.type(),
            window.outputHeight(in.height()),
            window.outputWidth(in.width()),
            in.channels());
    sameScale(input, output);
    operations.add(new MaxPool("max", input, output, window));
    return output;
  }

  private int averagePool(int input, Window window) {
    TensorSpec in = tensors.get(input);
    int output =
        tensor(
            ElementType.INT8,
            window.outputHeight(in.height()),
            window.outputWidth(in.width()),
            in.channels());
    Rescale byDivisor = rescale(window.kernelHeight * window.kernelWidth, 23);
    operations.add(
        new AveragePool(
            "avg",
            input,
            output,
            window,
            random.nextBoolean(),
            zeroPoints(in.channels()),
            byDivisor,
            3,
            -120,
            119));
    return output;
  }

  private int concat(ElementType type, int... inputs) {
    TensorSpec in = tensors.get(inputs[0]);
    int channels = Arrays.stream(inputs).map(i -> tensors.get(i).channels()).sum();
    int output = tensor(type, in.height(), in.width(), channels);
    int[][] zero = new int[inputs.length][];
    Epilogue[] epilogues = new Epilogue[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      int count = tensors.get(inputs[i]).channels();
      zero[i] = zeroPoints(count);
      epilogues[i] = epilogue(count, type, 8, false, null);
    }
    operations.add(new Concat("concat", inputs, output, zero, epilogues));
    return output;
  }

  private int pad(int input) {
    TensorSpec in = tensors.get(input);
    int output = tensor(in.type(), in.height() + 3, in.width() + 7, in.channels());
    sameScale(input, output);
    short[] value = new short[in.channels()];
    Arrays.fill(value, (short) -3);
    operations.add(new Pad("pad", input, output, 1, 3, 2, 4, value));
    return output;
  }

  private void sameScale(int input, int output) {
    TensorSpec in = tensors.get(input);
    TensorSpec out = tensors.get(output);
    tensors.set(
        output,
        new TensorSpec(
            out.name(),
            out.type(),
            out.height(),
            out.width(),
            out.channels(),
            new double[] {in.scale(0)},
            new double[] {in.zeroPoint(0)},
            out.arenaOffset()));
  }

  private Residual residual(int tensor) {
    int channels = tensors.get(tensor).channels();
    long[] multiplier = random.longs(channels, 0, 1L << 40).toArray();
    return new Residual(tensor, zeroPoints(channels), multiplier);
  }

  /** An epilogue that takes accumulators of about this many bits to the type's range. */
  private Epilogue epilogue(
      int channels, ElementType type, int bits, boolean hardSwish, Residual residual) {
    int outBits = hardSwish ? 14 : type.bits() - 1;
    int shift = Math.max(1, 22 + bits - outBits - 2);
    HardSwish h = hardSwish ? new HardSwish(10, rescale(channels, 44 - type.bits())) : null;
    int[] low = new int[channels];
    int[] high = new int[channels];
    Arrays.fill(low, type.min() + random.nextInt(5));
    Arrays.fill(high, type.max() - random.nextInt(5));
    return new Epilogue(rescale(channels, shift), h, residual, zeroPoints(channels), low, high);
  }

  private Rescale rescale(int channels, int shift) {
    byte[] shifts = new byte[channels];
    Arrays.fill(shifts, (byte) shift);
    return new Rescale(random.ints(channels, 1 << 21, 1 << 22).toArray(), shifts);
  }

  private int[] zeroPoints(int channels) {
    return random.ints(channels, -10, 11).toArray();
  }

  /** The schedule, with two golden vectors from the reference kernels. */
  public Schedule build(int input, int output) {
    return answered(schedule(input, output));
  }

  private Schedule answered(Schedule unanswered) {
    GoldenVector[] golden = new GoldenVector[2];
    for (int i = 0; i < golden.length; i++) {
      byte[] elements = new byte[tensors.get(unanswered.input).elements()];
      random.nextBytes(elements);
      golden[i] = new GoldenVector(elements, new short[unanswered.answerElements()]);
    }
    Schedule draft = unanswered.toBuilder().golden(golden).build();
    try (Session session = OctetModel.of(draft, KernelSets.choose("reference")).newSession()) {
      for (GoldenVector vector : golden) {
        session.run(vector.input, 0);
        for (int c = 0; c < vector.output.length; c++) {
          vector.output[c] = (short) session.rawLogit(c);
        }
      }
    }
    return draft;
  }

  private Schedule schedule(int input, int output) {
    byte[] table = new byte[3 * 256];
    random.nextBytes(table);
    Preprocessing preprocessing =
        new Preprocessing(
            Preprocessing.Resize.SHORT_SIDE,
            0.875,
            new double[] {0.485, 0.456, 0.406},
            new double[] {0.229, 0.224, 0.225},
            table);
    String[] labels = new String[tensors.get(output).channels()];
    Arrays.setAll(labels, i -> "class " + i + " \u00e9");
    return new Schedule.Builder(
            "sample", tensors.toArray(new TensorSpec[0]), operations.toArray(new Operation[0]))
        .preprocessing(tensors.get(input).channels() == 3 ? preprocessing : null)
        .labels(labels)
        .ends(input, output)
        .softmax(true)
        .arenas(arena[0], arena[1])
        .provenance("{\"made\":\"by a test\"}")
        .build();
  }
}

package dev.octet.runtime.kernel.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Pad;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;
import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The reference kernels against values worked out by hand from docs/arithmetic.md. */
class ReferenceKernelsTest {
  private static final int ONE = 1 << 21;

  /** A linear epilogue that multiplies by 2^-right. */
  private static Epilogue linear(int channels, int right, ElementType type, int offset) {
    return new Epilogue(
        rescale(channels, right),
        null,
        null,
        fill(channels, offset),
        fill(channels, type.min()),
        fill(channels, type.max()));
  }

  private static Rescale rescale(int channels, int right) {
    byte[] shift = new byte[channels];
    Arrays.fill(shift, (byte) (21 + right));
    return new Rescale(fill(channels, ONE), shift);
  }

  private static int[] fill(int count, int value) {
    int[] array = new int[count];
    Arrays.fill(array, value);
    return array;
  }

  private static TensorSpec tensor(ElementType type, int h, int w, int c, int at) {
    double[] one = {1};
    return new TensorSpec("t", type, h, w, c, one, new double[1], at);
  }

  private static int[] run(Operation operation, TensorSpec[] tensors, int[]... inputs) {
    Memory memory = new Memory(1000, 1000);
    for (int i = 0; i < inputs.length; i++) {
      ArenaElements elements = new ArenaElements(tensors[operation.input(i)]);
      for (int j = 0; j < inputs[i].length; j++) {
        elements.set(memory, j, inputs[i][j]);
      }
    }
    Kernel kernel = new ReferenceKernels().prepare(operation, tensors);
    for (int unit = kernel.units() - 1; unit >= 0; unit--) {
      kernel.run(memory, new Scratch(0, 0), unit, unit + 1);
    }
    TensorSpec out = tensors[operation.output()];
    int[] result = new int[out.elements()];
    ArenaElements elements = new ArenaElements(out);
    Arrays.setAll(result, i -> elements.get(memory, i));
    return result;
  }

  @Property(tries = 2000)
  void rescaleRoundsHalvesUp(
      @ForAll @LongRange(min = -(1L << 40), max = 1L << 40) long x,
      @ForAll @IntRange(min = 0, max = (1 << 22) - 1) int m,
      @ForAll @IntRange(min = 1, max = 62) int s) {
    BigInteger doubled = BigInteger.valueOf(x).multiply(BigInteger.valueOf(m)).shiftLeft(1);
    BigInteger expected = doubled.add(BigInteger.ONE.shiftLeft(s)).shiftRight(s + 1);
    assertEquals(expected.longValueExact(), Requantize.rescale(x, m, s));
  }

  @Test
  void halvesAreRoundedTowardsPlusInfinity() {
    assertEquals(2, Requantize.rescale(3, ONE, 22));
    assertEquals(-1, Requantize.rescale(-3, ONE, 22));
    assertEquals(0, Requantize.rescale(-1, ONE, 22));
  }

  /** A slope of 1/4 for the first channel, 1/2 for the second; ties go up on both sides of zero. */
  @Test
  void leakyReluTakesTheMultiplierOfTheSign() {
    TensorSpec[] t = {tensor(ElementType.INT16, 1, 5, 2, 0), tensor(ElementType.INT8, 1, 5, 2, 0)};
    byte[] shifts = {23, 22};
    LeakyRelu op =
        new LeakyRelu(
            "l",
            0,
            1,
            new int[] {0, 1},
            rescale(2, 0),
            new Rescale(fill(2, ONE), shifts),
            new int[] {0, -3});
    int[] input = {5, 5, -5, -5, -6, 1, 0, 0, 30000, -30000};
    // -5/4 and -6/4 become -1; (-5-1)/2-3, 1-1-3, (0-1)/2 rounded up to 0 - 3; saturated at the
    // ends
    int[] expected = {5, 1, -1, -6, -1, -3, 0, -3, 127, -128};
    assertArrayEquals(expected, run(op, t, input));
  }

  @Test
  void convolutionWithStridePaddingAndGroups() {
    TensorSpec[] t = {tensor(ElementType.INT8, 2, 2, 2, 0), tensor(ElementType.INT16, 2, 1, 2, 5)};
    byte[] weights = {1, 2, 3, 4, 5, -6};
    Window window = new Window(1, 3, 1, 2, 0, 1, 0, 0, 1, 1);
    Convolution op =
        new Convolution(
            "c",
            0,
            1,
            window,
            2,
            new Weights(weights, 0, 6),
            new int[] {100, -100},
            new short[] {7, -9},
            linear(2, 0, ElementType.INT16, 0));
    int[] out = run(op, t, new int[] {1, 2, 3, 4, 5, 6, 7, 8});
    // Row 0, channel 0: 100 + 7*1 + 1*2 + 3*3; channel 1: -100 - 9*4 + 2*5 - 4*6.
    assertArrayEquals(new int[] {118, -150, 138, -154}, out);
  }

  @Test
  void dilatedConvolutionWithResidual() {
    TensorSpec[] t = {
      tensor(ElementType.INT16, 3, 3, 1, 0),
      tensor(ElementType.INT8, 1, 1, 1, 50),
      tensor(ElementType.INT8, 1, 1, 1, 60)
    };
    Epilogue plain = linear(1, 1, ElementType.INT8, 3);
    // Half of the accumulator plus half of (residual - 2), one rounding: (11 + 5 - 2) / 2 + 3.
    Epilogue epilogue =
        new Epilogue(
            plain.rescale,
            null,
            new Residual(1, new int[] {2}, new long[] {ONE}),
            plain.offset,
            plain.low,
            plain.high);
    Convolution op =
        new Convolution(
            "c",
            0,
            2,
            new Window(2, 2, 1, 1, 0, 0, 0, 0, 2, 2),
            1,
            new Weights(new byte[] {1, 1, 1, 1}, 0, 4),
            new int[] {-9},
            new short[1],
            epilogue);
    int[] out = run(op, t, new int[] {1, 0, 3, 0, 0, 0, 7, 0, 9}, new int[] {5});
    assertArrayEquals(new int[] {10}, out);
  }

  @Test
  void hardSwishFollowsItsEquation() {
    TensorSpec[] t = {tensor(ElementType.INT8, 1, 7, 1, 0), tensor(ElementType.INT16, 1, 7, 1, 0)};
    // Input unit 1/16, pre-activation 2^-8, output unit 1/256: x * relu6(x + 3) / 6 * 256.
    HardSwish h = new HardSwish(8, new Rescale(new int[] {2796203}, new byte[] {32}));
    Epilogue e =
        new Epilogue(
            new Rescale(new int[] {ONE}, new byte[] {17}),
            h,
            null,
            new int[1],
            new int[] {-32768},
            new int[] {32767});
    int[] x = {-128, -48, -24, 0, 8, 48, 127};
    int[] out = run(new Elementwise("h", 0, 1, new int[1], e), t, x);
    int[] expected = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      double real = x[i] / 16.0;
      expected[i] = (int) Math.rint(256 * real * Math.min(Math.max(real + 3, 0), 6) / 6);
    }
    assertArrayEquals(expected, out);
  }

  @Test
  void gatesServeAllPixelsOrEachItsOwn() {
    TensorSpec[] t = {
      tensor(ElementType.INT8, 1, 2, 2, 0),
      tensor(ElementType.INT16, 1, 1, 2, 0),
      tensor(ElementType.INT16, 1, 2, 2, 10)
    };
    Multiply op =
        new Multiply("m", 0, 1, 2, new int[] {1, 2}, 10, linear(2, 0, ElementType.INT16, 0));
    int[] x = {3, 4, 5, 6};
    assertArrayEquals(
        new int[] {2 * 90, 2 * -15, 4 * 90, 4 * -15}, run(op, t, x, new int[] {100, -5}));
    t[1] = tensor(ElementType.INT16, 1, 2, 2, 0);
    assertArrayEquals(new int[] {2, 4, 12, 16}, run(op, t, x, new int[] {11, 12, 13, 14}));
  }

  @Test
  void globalAveragePoolSubtractsEveryZeroPoint() {
    TensorSpec[] t = {tensor(ElementType.INT8, 2, 2, 2, 0), tensor(ElementType.INT8, 1, 1, 2, 9)};
    GlobalAveragePool op =
        new GlobalAveragePool("g", 0, 1, new int[] {1, -1}, linear(2, 2, ElementType.INT8, 5));
    int[] out = run(op, t, new int[] {10, 127, 20, 127, 30, 127, 41, 127});
    // (101 - 4) / 4 = 24.25 and (508 + 4) / 4 = 128, plus 5, clamped.
    assertArrayEquals(new int[] {29, 127}, out);
  }

  @Test
  void averagePoolDividesByWhatCounts() {
    TensorSpec[] t = {tensor(ElementType.INT8, 1, 2, 1, 0), tensor(ElementType.INT8, 1, 3, 1, 9)};
    Window window = new Window(1, 2, 1, 1, 0, 1, 0, 1, 1, 1);
    Rescale byDivisor = new Rescale(new int[] {ONE, ONE}, new byte[] {21, 22});
    int[] x = {10, 21};
    AveragePool inside =
        new AveragePool("a", 0, 1, window, false, new int[1], byDivisor, 0, -128, 20);
    assertArrayEquals(new int[] {10, 16, 20}, run(inside, t, x));
    AveragePool all = new AveragePool("a", 0, 1, window, true, new int[1], byDivisor, 0, -128, 127);
    assertArrayEquals(new int[] {5, 16, 11}, run(all, t, x));
  }

  @Test
  void paddingNeverWinsAMaximum() {
    TensorSpec[] t = {tensor(ElementType.INT8, 2, 2, 1, 0), tensor(ElementType.INT8, 2, 2, 1, 9)};
    MaxPool op = new MaxPool("m", 0, 1, new Window(2, 2, 1, 1, 1, 1, 0, 0, 1, 1));
    assertArrayEquals(new int[] {-5, -4, -3, -2}, run(op, t, new int[] {-5, -4, -3, -2}));
  }

  @Test
  void concatenationRescalesEachInput() {
    TensorSpec[] t = {
      tensor(ElementType.INT8, 1, 2, 1, 0),
      tensor(ElementType.INT16, 1, 2, 2, 0),
      tensor(ElementType.INT8, 1, 2, 3, 9)
    };
    Concat op =
        new Concat(
            "c",
            new int[] {0, 1},
            2,
            new int[][] {{1}, {0, 100}},
            new Epilogue[] {linear(1, 0, ElementType.INT8, -1), linear(2, 3, ElementType.INT8, 0)});
    int[] out = run(op, t, new int[] {5, 6}, new int[] {80, 180, 8000, -900});
    assertArrayEquals(new int[] {3, 10, 10, 4, 127, -125}, out);
  }

  @Test
  void paddingSurroundsTheMap() {
    TensorSpec[] t = {tensor(ElementType.INT16, 1, 1, 2, 0), tensor(ElementType.INT16, 2, 3, 2, 9)};
    Pad op = new Pad("p", 0, 1, 1, 2, 0, 0, new short[] {-1, -2});
    assertArrayEquals(
        new int[] {-1, -2, -1, -2, -1, -2, -1, -2, -1, -2, 500, 600},
        run(op, t, new int[] {500, 600}));
  }
}

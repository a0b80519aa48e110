package dev.octet.bench;

import dev.octet.quantizer.schedule.ArenaPlanner;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Builds a schedule of real layer shapes with seeded random weights, layer by layer. Multipliers
 * are such that activations keep their spread, as in a trained network.
 */
final class ScheduleBuilder {
  /** What follows a convolution. */
  enum Activation {
    /** Nothing: zero point in the middle. */
    NONE,
    /** ReLU or ReLU6: zero point at -128. */
    RELU,
    /** Hard-swish. */
    HARD_SWISH
  }

  private static final int FRACTION_BITS = 9;

  private final Random random = new Random(7);
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final List<Integer> zero = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private int current;

  /** Starts with a map of the given size. */
  ScheduleBuilder(int size, int channels) {
    this.current = tensor(ElementType.INT8, size, size, channels, 0);
  }

  /** The newest tensor. */
  int current() {
    return current;
  }

  private int tensor(ElementType type, int height, int width, int channels, int zeroPoint) {
    String name = "t" + tensors.size();
    tensors.add(
        new TensorSpec(
            name, type, height, width, channels, new double[] {1}, new double[] {zeroPoint}, -1));
    zero.add(zeroPoint);
    return tensors.size() - 1;
  }

  private static Rescale rescale(double[] factor) {
    int[] m = new int[factor.length];
    byte[] s = new byte[factor.length];
    for (int i = 0; i < m.length; i++) {
      int shift = Rescale.MULTIPLIER_BITS - 1 - Math.getExponent(factor[i]);
      m[i] = (int) Math.scalb(factor[i], shift);
      s[i] = (byte) shift;
    }
    return new Rescale(m, s);
  }

  private static int[] fill(int count, int value) {
    int[] result = new int[count];
    java.util.Arrays.fill(result, value);
    return result;
  }

  private double[] factors(int count, double typical) {
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      result[i] = typical * (0.7 + 0.6 * random.nextDouble());
    }
    return result;
  }

  /** Adds a square convolution with half padding; {@code residual} is a tensor or -1. */
  ScheduleBuilder convolution(
      int outputs, int kernel, int stride, int groups, Activation activation, int residual) {
    TensorSpec in = tensors.get(current);
    int pad = kernel / 2;
    Window w = Window.square(kernel, stride, pad);
    return add(in.type(), w, outputs, groups, activation, residual, ElementType.INT8);
  }

  /** Adds a fully connected layer on int16, with ReLU or without, inside of squeeze-excite. */
  ScheduleBuilder wide(int outputs, Activation activation) {
    return add(
        ElementType.INT16, Window.pointwise(), outputs, 1, activation, -1, ElementType.INT16);
  }

  /** Adds the classifier: int16 logits. */
  ScheduleBuilder logits(int outputs) {
    return add(
        ElementType.INT8, Window.pointwise(), outputs, 1, Activation.NONE, -1, ElementType.INT16);
  }

  private ScheduleBuilder add(
      ElementType from,
      Window w,
      int outputs,
      int groups,
      Activation activation,
      int residual,
      ElementType to) {
    TensorSpec in = tensors.get(current);
    int terms = w.kernelHeight * w.kernelWidth * (in.channels() / groups);
    byte[] data = new byte[outputs * terms];
    int[] bias = new int[outputs];
    int zeroPoint = zero.get(current);
    for (int o = 0; o < outputs; o++) {
      int sum = 0;
      for (int i = 0; i < terms; i++) {
        int value = (int) Math.max(-127, Math.min(127, Math.round(random.nextGaussian() * 30)));
        data[o * terms + i] = (byte) value;
        sum += value;
      }
      bias[o] = -zeroPoint * sum;
    }
    double spread = 30.0 * Math.sqrt(terms) * (from == ElementType.INT16 ? 8000 : 45);
    boolean positive = activation != Activation.NONE && to == ElementType.INT8;
    int offset = activation == Activation.NONE || to == ElementType.INT16 ? 0 : -128;
    if (activation == Activation.HARD_SWISH) {
      offset = -110;
    }
    double target = (positive ? 70.0 : 40.0) * (to == ElementType.INT16 ? 200 : 1);
    HardSwish swish = null;
    double[] factor = factors(outputs, target / spread);
    if (activation == Activation.HARD_SWISH) {
      factor = factors(outputs, 2.0 * (1 << FRACTION_BITS) / spread);
      double[] out = factors(outputs, 40.0 / 6 / (1 << FRACTION_BITS) / (1 << FRACTION_BITS));
      swish = new HardSwish(FRACTION_BITS, rescale(out));
    }
    Rescale rescale = rescale(factor);
    Residual added = null;
    if (residual >= 0) {
      long[] m = new long[outputs];
      for (int o = 0; o < outputs; o++) {
        m[o] = (long) Math.scalb(0.8, rescale.shift[o]);
      }
      added = new Residual(residual, fill(outputs, zero.get(residual)), m);
    }
    int output =
        tensor(to, w.outputHeight(in.height()), w.outputWidth(in.width()), outputs, offset);
    short[] padValue = new short[in.channels()];
    java.util.Arrays.fill(padValue, (short) zeroPoint);
    boolean relu = activation == Activation.RELU;
    Epilogue epilogue =
        new Epilogue(
            rescale,
            swish,
            added,
            fill(outputs, offset),
            fill(outputs, relu ? offset : to.min()),
            fill(outputs, to.max()));
    operations.add(
        new Convolution(
            "step" + operations.size(),
            current,
            output,
            w,
            groups,
            new Weights(data, 0, data.length),
            bias,
            padValue,
            epilogue));
    current = output;
    return this;
  }

  /** Adds the mean over the map. */
  ScheduleBuilder mean(ElementType to) {
    TensorSpec in = tensors.get(current);
    double factor = (to == ElementType.INT16 ? 200.0 : 1.0) / (in.height() * in.width());
    int output = tensor(to, 1, 1, in.channels(), 0);
    Epilogue epilogue =
        new Epilogue(
            rescale(factors(in.channels(), factor)),
            null,
            null,
            fill(in.channels(), 0),
            fill(in.channels(), to.min()),
            fill(in.channels(), to.max()));
    operations.add(
        new GlobalAveragePool(
            "step" + operations.size(),
            current,
            output,
            fill(in.channels(), zero.get(current)),
            epilogue));
    current = output;
    return this;
  }

  /** Adds squeeze-excite with the given number of inner channels, on the newest tensor. */
  ScheduleBuilder squeezeExcite(int inner) {
    int map = current;
    TensorSpec in = tensors.get(map);
    mean(ElementType.INT16).wide(inner, Activation.RELU).wide(in.channels(), Activation.NONE);
    int output = tensor(ElementType.INT8, in.height(), in.width(), in.channels(), zero.get(map));
    Epilogue epilogue =
        new Epilogue(
            rescale(factors(in.channels(), 1.0 / 16000)),
            null,
            null,
            fill(in.channels(), zero.get(map)),
            fill(in.channels(), -128),
            fill(in.channels(), 127));
    operations.add(
        new Multiply(
            "step" + operations.size(),
            map,
            current,
            output,
            fill(in.channels(), zero.get(map)),
            0,
            epilogue));
    current = output;
    return this;
  }

  /** Ends the schedule at the newest tensor. */
  Schedule build(String name) {
    return ArenaPlanner.plan(
        new Schedule.Builder(
                name, tensors.toArray(new TensorSpec[0]), operations.toArray(new Operation[0]))
            .ends(0, current)
            .build());
  }
}

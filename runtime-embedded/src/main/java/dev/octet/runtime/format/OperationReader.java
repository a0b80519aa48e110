package dev.octet.runtime.format;

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
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Pad;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;

/** Reads the section of operations. */
final class OperationReader {
  private final ByteCursor cursor;
  private final byte[] file;
  private final TensorSpec[] tensors;
  private final WeightRanges weights;

  private OperationReader(
      ByteCursor cursor, byte[] file, TensorSpec[] tensors, WeightRanges weights) {
    this.cursor = cursor;
    this.file = file;
    this.tensors = tensors;
    this.weights = weights;
  }

  /** All operations; their weights lie in the file's bytes. */
  static Operation[] operations(Container container, byte[] file, TensorSpec[] tensors) {
    ByteCursor cursor = container.section(SectionKind.OPERATIONS);
    int[] range = container.weights();
    WeightRanges weights = new WeightRanges(range[0], range[1]);
    OperationReader reader = new OperationReader(cursor, file, tensors, weights);
    Operation[] operations = new Operation[cursor.u32("the step count", Limits.OPERATIONS)];
    for (int i = 0; i < operations.length; i++) {
      operations[i] = reader.operation();
    }
    cursor.finish();
    weights.requireZeroGaps(file, cursor);
    return operations;
  }

  private Operation operation() {
    int code = cursor.u8();
    String name = cursor.string("an operation's name");
    switch (code) {
      case OctetFormat.CONVOLUTION:
        return convolution(name);
      case OctetFormat.ELEMENTWISE:
        return elementwise(name);
      case OctetFormat.MULTIPLY:
        return multiply(name);
      case OctetFormat.GLOBAL_AVERAGE_POOL:
        return globalAveragePool(name);
      case OctetFormat.AVERAGE_POOL:
        return averagePool(name);
      case OctetFormat.MAX_POOL:
        return maxPool(name);
      case OctetFormat.CONCAT:
        return concat(name);
      case OctetFormat.PAD:
        return pad(name);
      default:
        throw cursor.failure("operation " + name + " has the unknown code " + code);
    }
  }

  private Convolution convolution(String name) {
    int input = tensor();
    int output = tensor();
    int channels = tensors[output].channels();
    Window window = window();
    int groups = cursor.u32("groups", Limits.DIMENSION);
    int at = cursor.position();
    int offset = cursor.u32("the place of the weights", Limits.FILE_BYTES);
    int length = cursor.u32("the number of weights", Limits.FILE_BYTES);
    weights.add(cursor, at, offset, length);
    return new Convolution(
        name,
        input,
        output,
        window,
        groups,
        new Weights(file, weights.start() + offset, length),
        cursor.ints("a bias", channels, Integer.MIN_VALUE, Integer.MAX_VALUE),
        cursor.shorts("a padding value", tensors[input].channels()),
        epilogue(channels));
  }

  private Elementwise elementwise(String name) {
    int input = tensor();
    int output = tensor();
    return new Elementwise(
        name, input, output, zeroPoints(tensors[input]), epilogue(tensors[output].channels()));
  }

  private Multiply multiply(String name) {
    int input = tensor();
    int gate = tensor();
    int output = tensor();
    return new Multiply(
        name,
        input,
        gate,
        output,
        zeroPoints(tensors[input]),
        single("the gate's zero point", Limits.ZERO_POINT),
        epilogue(tensors[output].channels()));
  }

  private GlobalAveragePool globalAveragePool(String name) {
    int input = tensor();
    int output = tensor();
    return new GlobalAveragePool(
        name, input, output, zeroPoints(tensors[input]), epilogue(tensors[output].channels()));
  }

  private AveragePool averagePool(String name) {
    int input = tensor();
    int output = tensor();
    Window window = window();
    boolean countPadding = cursor.u32("whether padding counts", 1) == 1;
    return new AveragePool(
        name,
        input,
        output,
        window,
        countPadding,
        zeroPoints(tensors[input]),
        rescale(window.kernelHeight * window.kernelWidth),
        single("the offset", Limits.OFFSET),
        single("the lower bound", Limits.ZERO_POINT),
        single("the upper bound", Limits.ZERO_POINT));
  }

  private MaxPool maxPool(String name) {
    return new MaxPool(name, tensor(), tensor(), window());
  }

  private Concat concat(String name) {
    int[] inputs = new int[cursor.u32("the number of inputs", Limits.CONCAT_INPUTS)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = tensor();
    }
    int output = tensor();
    int[][] zeroPoint = new int[inputs.length][];
    Epilogue[] epilogue = new Epilogue[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      zeroPoint[i] = zeroPoints(tensors[inputs[i]]);
      epilogue[i] = epilogue(tensors[inputs[i]].channels());
    }
    return new Concat(name, inputs, output, zeroPoint, epilogue);
  }

  private Pad pad(String name) {
    int input = tensor();
    return new Pad(
        name,
        input,
        tensor(),
        cursor.u32("the padding above", Limits.WINDOW),
        cursor.u32("the padding on the left", Limits.WINDOW),
        cursor.u32("the padding below", Limits.WINDOW),
        cursor.u32("the padding on the right", Limits.WINDOW),
        cursor.shorts("the border's value", tensors[input].channels()));
  }

  private Epilogue epilogue(int channels) {
    int flags = cursor.u8();
    if ((flags & ~(OctetFormat.HARD_SWISH | OctetFormat.RESIDUAL)) != 0) {
      throw cursor.failure("unknown epilogue flags " + flags);
    }
    Rescale rescale = rescale(channels);
    HardSwish hardSwish = null;
    if ((flags & OctetFormat.HARD_SWISH) != 0) {
      hardSwish = new HardSwish(cursor.u8(), rescale(channels));
    }
    Residual residual = null;
    if ((flags & OctetFormat.RESIDUAL) != 0) {
      residual =
          new Residual(
              tensor(),
              points("the residual's zero point", channels),
              cursor.longs("a residual's multiplier", channels, 0, Long.MAX_VALUE));
    }
    return new Epilogue(
        rescale,
        hardSwish,
        residual,
        cursor.ints("an offset", channels, -Limits.OFFSET, Limits.OFFSET),
        points("a lower bound", channels),
        points("an upper bound", channels));
  }

  private Rescale rescale(int count) {
    int[] multiplier = cursor.ints("a multiplier", count, 0, (1 << Rescale.MULTIPLIER_BITS) - 1);
    return new Rescale(multiplier, cursor.int8s("a shift", count));
  }

  private Window window() {
    int[] f = new int[10];
    for (int i = 0; i < f.length; i++) {
      f[i] = cursor.u32("a size of the window", Limits.WINDOW);
    }
    return new Window(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]);
  }

  private int tensor() {
    return cursor.index("a tensor's index", tensors.length);
  }

  private int[] zeroPoints(TensorSpec tensor) {
    return points("a zero point", tensor.channels());
  }

  private int[] points(String field, int count) {
    return cursor.ints(field, count, -Limits.ZERO_POINT, Limits.ZERO_POINT);
  }

  private int single(String field, int limit) {
    return cursor.ints(field, 1, -limit, limit)[0];
  }
}

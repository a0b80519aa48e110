package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.ByteCursor;
import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.epilogue.Residual;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Reads and validates operations, each as its {@link OperationFormat} has it; the fields that kinds
 * have in common are read here.
 */
public final class OperationReader {
  /** All kinds of operations that a file may have; a new one is a line here. */
  private static final OperationFormat[] ALL = {
    new ConvolutionFormat(),
    new ElementwiseFormat(),
    new MultiplyFormat(),
    new GlobalAveragePoolFormat(),
    new AveragePoolFormat(),
    new MaxPoolFormat(),
    new ConcatFormat(),
    new PadFormat(),
    new LeakyReluFormat(),
    new RearrangeFormat(),
    new ResizeFormat(),
    new CurveFormat(),
    new SoftmaxFormat(),
    new L2NormalizeFormat(),
  };

  /** Where the next field is. */
  final ByteCursor cursor;

  private final byte[] file;
  private final TensorSpec[] tensors;
  private final WeightRanges weights;
  private final int version;

  private OperationReader(
      ByteCursor cursor, byte[] file, TensorSpec[] tensors, WeightRanges weights, int version) {
    this.cursor = cursor;
    this.file = file;
    this.tensors = tensors;
    this.weights = weights;
    this.version = version;
  }

  /**
   * All operations of a file.
   *
   * @param cursor at the start of the section of operations
   * @param file the whole file, in which the weights lie
   * @param weightsAt index in the file of the section of weights
   * @param weightsLength its bytes
   * @param tensors the schedule's tensors
   * @param version the file's format version
   * @throws dev.octet.runtime.OctetException INPUT where the bytes are no operations
   */
  public static Operation[] operations(
      ByteCursor cursor,
      byte[] file,
      int weightsAt,
      int weightsLength,
      TensorSpec[] tensors,
      int version) {
    WeightRanges weights = new WeightRanges(weightsAt, weightsLength);
    OperationReader reader = new OperationReader(cursor, file, tensors, weights, version);
    Operation[] operations = new Operation[cursor.u32("the step count", FormatLimits.OPERATIONS)];
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
    OperationFormat format = of(code);
    if (format == null || version == 1 && code > OctetFormat.PAD) {
      throw cursor.failure("operation " + name + " has the unknown code " + code);
    }
    return format.read(this, name);
  }

  /** Place and number of an operation's weights, which lie in their section. */
  Weights weights() {
    int at = cursor.position();
    int offset = cursor.u32("the place of the weights", FormatLimits.FILE_BYTES);
    int length = cursor.u32("the number of weights", FormatLimits.FILE_BYTES);
    weights.add(cursor, at, offset, length);
    return new Weights(file, weights.start() + offset, length);
  }

  /** An epilogue with one entry for each channel. */
  Epilogue epilogue(int channels) {
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
        cursor.ints("an offset", channels, -FormatLimits.OFFSET, FormatLimits.OFFSET),
        points("a lower bound", channels),
        points("an upper bound", channels));
  }

  /** Multipliers and shifts. */
  Rescale rescale(int count) {
    return rescale(count, 0);
  }

  /** Multipliers, which are at least {@code least}, and shifts. */
  Rescale rescale(int count, int least) {
    int[] multiplier = cursor.ints("a multiplier", count, least, Rescale.MAX_MULTIPLIER);
    return new Rescale(multiplier, cursor.int8s("a shift", count));
  }

  /** A window. */
  Window window() {
    int[] f = new int[10];
    for (int i = 0; i < f.length; i++) {
      f[i] = cursor.u32("a size of the window", FormatLimits.WINDOW);
    }
    return new Window(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]);
  }

  /** The index of a tensor. */
  int tensor() {
    return cursor.index("a tensor's index", tensors.length);
  }

  /** A tensor. */
  TensorSpec spec(int tensor) {
    return tensors[tensor];
  }

  /** Channels of a tensor. */
  int channels(int tensor) {
    return tensors[tensor].channels();
  }

  /** A zero point for each channel of a tensor. */
  int[] zeroPoints(int tensor) {
    return points("a zero point", channels(tensor));
  }

  private int[] points(String field, int count) {
    return cursor.ints(field, count, -FormatLimits.ZERO_POINT, FormatLimits.ZERO_POINT);
  }

  /** One value that is stored as an array. */
  int single(String field, int limit) {
    return cursor.ints(field, 1, -limit, limit)[0];
  }

  /** The kind of a code, or null when there is none. */
  private static OperationFormat of(int code) {
    for (OperationFormat format : ALL) {
      if (format.code == code) {
        return format;
      }
    }
    return null;
  }

  /**
   * Validates one operation: shapes, ranges, and that nothing in it can overflow.
   *
   * @param tensors the schedule's tensors, which are checked already
   * @param check says where when something is wrong
   * @throws dev.octet.runtime.OctetException INPUT when the operation is not right
   */
  public static void check(Operation operation, TensorSpec[] tensors, Check check) {
    for (OperationFormat format : ALL) {
      if (format.kind == operation.getClass()) {
        format.check(operation, tensors, check);
        return;
      }
    }
    throw new IllegalArgumentException("no file has a " + operation.getClass());
  }
}

package dev.octet.model.tflite.read;

import dev.octet.model.ModelLimits;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.tflite.flat.FlatBuffer;
import dev.octet.model.tflite.flat.FlatTable;
import dev.octet.model.tflite.flat.FlatVector;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads tensors and operators of a TensorFlow Lite file. Tables may share places in a FlatBuffer,
 * so what is made of them is taken off a budget that grows with the file.
 */
public final class TfliteReader {
  /** What a file of this format has behind its first offset. */
  public static final String IDENTIFIER = "TFL3";

  private static final int VERSION = 3;
  private static final String METADATA = "TFLITE_METADATA";

  /** Bytes of a tensor or an operator as an object, about. */
  private static final int OBJECT = 160;

  private static final int TABLE = 4;

  /** Fields of tables, in the order of the schema. */
  private static final class Field {
    static final int MODEL_VERSION = 0;
    static final int MODEL_CODES = 1;
    static final int MODEL_GRAPHS = 2;
    static final int MODEL_BUFFERS = 4;
    static final int MODEL_METADATA = 6;
    static final int CODE_OLD = 0;
    static final int CODE_CUSTOM = 1;
    static final int CODE_NEW = 3;
    static final int GRAPH_TENSORS = 0;
    static final int GRAPH_INPUTS = 1;
    static final int GRAPH_OUTPUTS = 2;
    static final int GRAPH_OPERATORS = 3;
    static final int TENSOR_SHAPE = 0;
    static final int TENSOR_TYPE = 1;
    static final int TENSOR_BUFFER = 2;
    static final int TENSOR_NAME = 3;
    static final int TENSOR_QUANTIZATION = 4;
    static final int TENSOR_SPARSITY = 6;
    static final int TENSOR_SIGNATURE = 7;
    static final int QUANTIZATION_SCALE = 2;
    static final int QUANTIZATION_ZERO = 3;
    static final int QUANTIZATION_AXIS = 6;
    static final int OPERATOR_CODE = 0;
    static final int OPERATOR_INPUTS = 1;
    static final int OPERATOR_OUTPUTS = 2;
    static final int OPERATOR_OPTIONS = 4;
    static final int OPERATOR_CUSTOM = 5;
    static final int BUFFER_DATA = 0;
    static final int BUFFER_OFFSET = 1;
    static final int BUFFER_SIZE = 2;
    static final int METADATA_NAME = 0;
    static final int METADATA_BUFFER = 1;

    private Field() {}
  }

  private final FlatBuffer buffer;
  private final String file;
  private final MemoryBudget budget;
  private final FlatVector buffers;

  private TfliteReader(FlatBuffer buffer, String file) {
    this.buffer = buffer;
    this.file = file;
    this.budget = new MemoryBudget(buffer.length());
    this.buffers = buffer.root().vector(Field.MODEL_BUFFERS, TABLE);
  }

  /**
   * Reads a file.
   *
   * @param bytes all of it
   * @param file its path, for messages
   * @throws OctetException INPUT if it is damaged, UNSUPPORTED for another version of the format
   */
  public static TfliteGraph read(byte[] bytes, String file) {
    FlatBuffer buffer = new FlatBuffer(ByteBuffer.wrap(bytes), 0, file);
    return new TfliteReader(buffer, file).read();
  }

  private TfliteGraph read() {
    FlatTable model = buffer.root();
    int version = model.int32(Field.MODEL_VERSION, 0);
    if (version != VERSION) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "version " + version + " of the format; Octet reads version " + VERSION,
          file,
          "convert the network again with a newer TensorFlow");
    }
    FlatVector graphs = model.vector(Field.MODEL_GRAPHS, TABLE);
    if (graphs.size() == 0) {
      throw TfliteErrors.damaged("no network", file);
    }
    FlatTable graph = graphs.table(0);
    List<TfliteTensor> tensors = tensors(graph.vector(Field.GRAPH_TENSORS, TABLE));
    return new TfliteGraph(
        file,
        buffer.length(),
        tensors,
        operators(
            graph.vector(Field.GRAPH_OPERATORS, TABLE),
            codes(model.vector(Field.MODEL_CODES, TABLE)),
            tensors.size()),
        numbers(graph, Field.GRAPH_INPUTS, 0, tensors.size()),
        numbers(graph, Field.GRAPH_OUTPUTS, 0, tensors.size()),
        metadata(model.vector(Field.MODEL_METADATA, TABLE)));
  }

  private void charge(long elements, int bytesPerElement, String where) {
    if (!budget.take(elements, bytesPerElement)) {
      throw TfliteErrors.damaged("more tensors and operators than a file of its size has", where);
    }
  }

  private List<TfliteTensor> tensors(FlatVector tables) {
    if (tables.size() > ModelLimits.TENSORS) {
      throw TfliteErrors.damaged(tables.size() + " tensors", file);
    }
    List<TfliteTensor> tensors = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      tensors.add(tensor(i, tables.table(i)));
    }
    return tensors;
  }

  private TfliteTensor tensor(int index, FlatTable table) {
    String where = file + ": tensor " + index;
    charge(1, OBJECT, where);
    int nameBytes = table.vector(Field.TENSOR_NAME, Byte.BYTES).size();
    charge(nameBytes, 3, where);
    return new TfliteTensor(
        index,
        name(table),
        dims(table, where),
        ElementCode.of(table.int8(Field.TENSOR_TYPE, 0)),
        stored(table.int32(Field.TENSOR_BUFFER, 0), where),
        table.table(Field.TENSOR_QUANTIZATION).flatMap(q -> quantization(q, where)),
        table.table(Field.TENSOR_SPARSITY));
  }

  /** Fused layers have the names of all that was fused; the first one is enough. */
  private static String name(FlatTable table) {
    String all = table.text(Field.TENSOR_NAME, ModelLimits.TFLITE_NAME);
    int end = all.indexOf(';');
    return all.substring(0, Math.min(end < 0 ? all.length() : end, ModelLimits.NAME));
  }

  /** The shape with which extents are open; without that the shape itself. */
  private int[] dims(FlatTable table, String where) {
    FlatVector open = table.vector(Field.TENSOR_SIGNATURE, Integer.BYTES);
    FlatVector fixed = table.vector(Field.TENSOR_SHAPE, Integer.BYTES);
    FlatVector extents = open.size() > 0 ? open : fixed;
    if (extents.size() > ModelLimits.RANK) {
      throw TfliteErrors.damaged(extents.size() + " axes", where);
    }
    int[] dims = new int[extents.size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = extents.int32(i);
      if (dims[i] < -1 || dims[i] > ModelLimits.ACTIVATION_ELEMENTS) {
        throw TfliteErrors.damaged("an axis of " + dims[i], where);
      }
    }
    return dims;
  }

  private ByteBuffer stored(int number, String where) {
    if (number < 0 || number > 0 && number >= buffers.size()) {
      throw TfliteErrors.damaged("its values are in buffer " + number, where);
    }
    return number == 0 ? ByteBuffer.allocate(0) : data(number);
  }

  /** The bytes of a buffer, inside of the FlatBuffer or behind it. */
  private ByteBuffer data(int number) {
    FlatTable table = buffers.table(number);
    long offset = table.int64(Field.BUFFER_OFFSET, 0);
    return offset > 1
        ? buffer.slice(offset, table.int64(Field.BUFFER_SIZE, 0))
        : table.vector(Field.BUFFER_DATA, Byte.BYTES).bytes();
  }

  private Optional<AffineScale> quantization(FlatTable table, String where) {
    FlatVector scales = table.vector(Field.QUANTIZATION_SCALE, Float.BYTES);
    FlatVector zeros = table.vector(Field.QUANTIZATION_ZERO, Long.BYTES);
    if (scales.size() == 0) {
      return Optional.empty();
    }
    if (zeros.size() != scales.size() && zeros.size() > 1) {
      throw TfliteErrors.damaged(
          scales.size() + " scales and " + zeros.size() + " zero points", where);
    }
    charge(scales.size(), Double.BYTES + Long.BYTES, where);
    double[] scale = new double[scales.size()];
    long[] zeroPoint = new long[scale.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = scales.float32(i);
      zeroPoint[i] = zeros.size() == 0 ? 0 : zeros.int64(Math.min(i, zeros.size() - 1));
      // A channel of nothing but zeros has the scale 0 in some files.
      if (!(scale[i] >= 0 && scale[i] < Double.POSITIVE_INFINITY)
          || Math.abs(zeroPoint[i]) > 1 << 16) {
        throw TfliteErrors.damaged(
            "a scale of " + scale[i] + " with the zero point " + zeroPoint[i], where);
      }
    }
    return Optional.of(new AffineScale(scale, zeroPoint, table.int32(Field.QUANTIZATION_AXIS, 0)));
  }

  private List<String> codes(FlatVector tables) {
    if (tables.size() > ModelLimits.NODES) {
      throw TfliteErrors.damaged(tables.size() + " kinds of operators", file);
    }
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      FlatTable table = tables.table(i);
      charge(1, OBJECT, file);
      int code = Math.max(table.int8(Field.CODE_OLD, 0), table.int32(Field.CODE_NEW, 0));
      codes.add(
          code == Builtins.CUSTOM ? table.text(Field.CODE_CUSTOM, OBJECT) : Builtins.name(code));
    }
    return codes;
  }

  private List<TfliteOperator> operators(FlatVector tables, List<String> codes, int tensors) {
    if (tables.size() > ModelLimits.NODES) {
      throw TfliteErrors.damaged(tables.size() + " operators", file);
    }
    List<TfliteOperator> operators = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      FlatTable table = tables.table(i);
      charge(1, OBJECT, file);
      int code = table.int32(Field.OPERATOR_CODE, 0);
      if (code < 0 || code >= codes.size()) {
        throw TfliteErrors.damaged("an unknown kind " + code, file + ": operator " + i);
      }
      operators.add(
          new TfliteOperator(
              i,
              codes.get(code),
              numbers(table, Field.OPERATOR_INPUTS, -1, tensors),
              numbers(table, Field.OPERATOR_OUTPUTS, 0, tensors),
              table.table(Field.OPERATOR_OPTIONS),
              table.vector(Field.OPERATOR_CUSTOM, Byte.BYTES)));
    }
    return operators;
  }

  /** Numbers of tensors. */
  private int[] numbers(FlatTable table, int field, int least, int tensors) {
    FlatVector vector = table.vector(field, Integer.BYTES);
    charge(vector.size(), Integer.BYTES, file);
    int[] numbers = new int[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = vector.int32(i);
      if (numbers[i] < least || numbers[i] >= tensors) {
        throw buffer.damaged("tensor " + numbers[i] + " of " + tensors, vector.position());
      }
    }
    return numbers;
  }

  private Optional<FlatVector> metadata(FlatVector entries) {
    for (int i = 0; i < Math.min(entries.size(), ModelLimits.NODES); i++) {
      FlatTable entry = entries.table(i);
      int number = entry.int32(Field.METADATA_BUFFER, 0);
      if (number > 0
          && number < buffers.size()
          && entry.vector(Field.METADATA_NAME, Byte.BYTES).size() == METADATA.length()
          && entry.text(Field.METADATA_NAME, METADATA.length()).equals(METADATA)) {
        return Optional.of(buffers.table(number).vector(Field.BUFFER_DATA, Byte.BYTES));
      }
    }
    return Optional.empty();
  }
}

package dev.octet.model.onnx.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.octet.model.onnx.raw.Constant;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Reads the elements of one data type, from raw bytes or from the protobuf list of that type.
 *
 * @param bytes bytes of one element
 * @param count number of elements in the list
 * @param floats reads floating-point elements, or null
 * @param longs reads integer elements, or null
 */
public record ElementReader(
    int bytes, ToIntFunction<TensorProto> count, Floats floats, Longs longs) {
  /** Reads one floating-point element at an index of the bytes, or of the list if they are null. */
  interface Floats {
    float read(ByteBuffer raw, TensorProto list, int index);
  }

  /** Reads one integer element at an index of the bytes, or of the list if they are null. */
  interface Longs {
    long read(ByteBuffer raw, TensorProto list, int index);
  }

  private static final Map<DataType, ElementReader> READERS =
      Map.of(
          DataType.FLOAT,
          floating(
              4,
              TensorProto::getFloatDataCount,
              (raw, list, i) -> raw != null ? raw.getFloat(4 * i) : list.getFloatData(i)),
          DataType.DOUBLE,
          floating(
              8,
              TensorProto::getDoubleDataCount,
              (raw, list, i) ->
                  (float) (raw != null ? raw.getDouble(8 * i) : list.getDoubleData(i))),
          DataType.FLOAT16,
          floating(2, TensorProto::getInt32DataCount, (raw, list, i) -> half(bits16(raw, list, i))),
          DataType.BFLOAT16,
          floating(
              2,
              TensorProto::getInt32DataCount,
              (raw, list, i) -> Float.intBitsToFloat(bits16(raw, list, i) << 16)),
          DataType.INT64,
          integral(
              8,
              TensorProto::getInt64DataCount,
              (raw, list, i) -> raw != null ? raw.getLong(8 * i) : list.getInt64Data(i)),
          DataType.INT32,
          integral(
              4,
              TensorProto::getInt32DataCount,
              (raw, list, i) -> raw != null ? raw.getInt(4 * i) : list.getInt32Data(i)),
          DataType.BOOL,
          integral(
              1,
              TensorProto::getInt32DataCount,
              (raw, list, i) -> raw != null ? raw.get(i) : list.getInt32Data(i)),
          DataType.INT8,
          integral(
              1,
              TensorProto::getInt32DataCount,
              (raw, list, i) -> raw != null ? raw.get(i) : list.getInt32Data(i)),
          DataType.UINT8,
          integral(
              1,
              TensorProto::getInt32DataCount,
              (raw, list, i) -> (raw != null ? raw.get(i) : list.getInt32Data(i)) & 0xff));

  /** The reader of a type, or null if no float network needs it. */
  static ElementReader of(DataType type) {
    return READERS.get(type);
  }

  int count(TensorProto tensor) {
    return count.applyAsInt(tensor);
  }

  Constant raw(String name, int[] dims, ByteBuffer raw) {
    ByteBuffer slice = raw.slice().order(raw.order());
    return read(name, dims, slice, null);
  }

  Constant listed(String name, int[] dims, TensorProto tensor) {
    return read(name, dims, null, tensor);
  }

  private Constant read(String name, int[] dims, ByteBuffer raw, TensorProto list) {
    int size = (int) Constant.elements(dims);
    if (floats != null) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = floats.read(raw, list, i);
      }
      return Constant.ofFloats(name, dims, values);
    }
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = longs.read(raw, list, i);
    }
    return Constant.ofLongs(name, dims, values);
  }

  private static ElementReader floating(
      int bytes, ToIntFunction<TensorProto> count, Floats element) {
    return new ElementReader(bytes, count, element, null);
  }

  private static ElementReader integral(
      int bytes, ToIntFunction<TensorProto> count, Longs element) {
    return new ElementReader(bytes, count, null, element);
  }

  private static int bits16(ByteBuffer raw, TensorProto list, int index) {
    return (raw != null ? raw.getShort(2 * index) : list.getInt32Data(index)) & 0xffff;
  }

  /** Value of an IEEE 754 binary16 number; every one is exact in a float. */
  public static float half(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
  }
}

package dev.octet.model.tflite.read;

import java.nio.ByteBuffer;

/** The values of a constant, in the order of its axes, the last one fastest. */
public final class StoredValues {
  private final TfliteTensor tensor;
  private final ElementCode type;
  private final ByteBuffer bytes;
  private final int size;
  private final int slice;
  private final int slices;
  private final double[] scale;
  private final long[] zeroPoint;

  /**
   * Looks at a constant.
   *
   * @throws dev.octet.runtime.OctetException INPUT if it has another number of values than its
   *     shape says or its quantization does not fit; UNSUPPORTED for a type that networks of
   *     pictures do not use
   */
  public StoredValues(TfliteTensor tensor) {
    this(tensor, tensor.stored());
    if (bytes.capacity() != tensor.elements() * type.bytes()) {
      throw TfliteErrors.damaged(
          bytes.capacity() + " bytes for " + tensor.elements() + " values of " + type,
          tensor.label());
    }
  }

  /** Values without zeros between them, as sparse constants are stored. */
  StoredValues(TfliteTensor tensor, ByteBuffer bytes) {
    this.tensor = tensor;
    this.bytes = bytes;
    this.type =
        tensor
            .type()
            .orElseThrow(
                () ->
                    TfliteErrors.unsupported(
                        tensor,
                        "its type is not one of those that Octet reads",
                        "convert with float, float16 or 8-bit weights"));
    this.size = bytes.capacity() / type.bytes();
    AffineScale quantization =
        tensor.quantization().orElse(new AffineScale(new double[] {1}, new long[] {0}, 0));
    this.scale = quantization.scale();
    this.zeroPoint = quantization.zeroPoint();
    int[] dims = tensor.dims();
    int axis = quantization.axis();
    if (scale.length > 1 && (axis < 0 || axis >= dims.length || dims[axis] != scale.length)) {
      throw TfliteErrors.damaged(
          scale.length + " scales along axis " + axis + " of " + dims.length, tensor.label());
    }
    int stride = 1;
    for (int i = axis + 1; scale.length > 1 && i < dims.length; i++) {
      stride *= dims[i];
    }
    this.slice = stride;
    this.slices = scale.length;
  }

  /** Number of values. */
  public int size() {
    return size;
  }

  /** An integer as it is stored; that of a float is cut off. */
  public long integer(int index) {
    return switch (type) {
      case FLOAT32 -> (long) bytes.getFloat(index * Float.BYTES);
      case FLOAT16 -> (long) half(bytes.getShort(index * Short.BYTES));
      case INT32 -> bytes.getInt(index * Integer.BYTES);
      case INT64 -> bytes.getLong(index * Long.BYTES);
      case INT16 -> bytes.getShort(index * Short.BYTES);
      case INT8, BOOL -> bytes.get(index);
      case UINT8 -> bytes.get(index) & 0xff;
    };
  }

  /**
   * What a value stands for.
   *
   * @throws dev.octet.runtime.OctetException INPUT if it is not finite
   */
  public float real(int index) {
    float value =
        switch (type) {
          case FLOAT32 -> bytes.getFloat(index * Float.BYTES);
          case FLOAT16 -> half(bytes.getShort(index * Short.BYTES));
          default -> {
            int part = slices == 1 ? 0 : index / slice % slices;
            yield (float) (scale[part] * (integer(index) - zeroPoint[part]));
          }
        };
    if (!Float.isFinite(value)) {
      throw TfliteErrors.damaged("value " + index + " is " + value, tensor.label());
    }
    return value;
  }

  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float size;
    if (exponent == 31) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) fraction, -24);
    } else {
      size = Math.scalb((float) (1024 + fraction), exponent - 25);
    }
    return bits < 0 ? -size : size;
  }
}

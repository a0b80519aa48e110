package dev.octet.model.onnx.raw;

import dev.octet.model.onnx.tensor.OnnxValue;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor whose elements are known, row-major. Floating-point types are held as {@code float},
 * integers and booleans as {@code long}. Arrays are shared and must not be changed.
 */
public final class Constant implements OnnxValue {
  private final String name;
  private final int[] dims;
  private final float[] floats;
  private final long[] longs;

  // Found on first use, because a tensor may be used by many nodes; -2: not looked for yet.
  private int firstNotFinite = -2;
  private Boolean uniform;

  private Constant(String name, int[] dims, float[] floats, long[] longs) {
    this.name = name;
    this.dims = dims;
    this.floats = floats;
    this.longs = longs;
  }

  /** A floating-point tensor. */
  public static Constant ofFloats(String name, int[] dims, float... values) {
    check(name, dims, values.length);
    return new Constant(name, dims, values, null);
  }

  /** An integer tensor. */
  public static Constant ofLongs(String name, int[] dims, long... values) {
    check(name, dims, values.length);
    return new Constant(name, dims, null, values);
  }

  /** A list of integers. */
  public static Constant ofList(String name, long... values) {
    return ofLongs(name, new int[] {values.length}, values);
  }

  private static void check(String name, int[] dims, int length) {
    if (elements(dims) != length) {
      throw OnnxErrors.invalidTensor(
          name, length + " elements do not fill the shape " + Arrays.toString(dims));
    }
  }

  /** Product of extents; saturates instead of overflowing. */
  public static long elements(int... dims) {
    long product = 1;
    for (int dim : dims) {
      if (dim < 0) {
        return -1;
      }
      product = dim == 0 ? 0 : Math.min(Long.MAX_VALUE / Integer.MAX_VALUE, product * dim);
      if (product == 0) {
        return 0;
      }
    }
    return product;
  }

  /** Its name in the file. */
  public String name() {
    return name;
  }

  /** Its extents. */
  public int[] dims() {
    return dims;
  }

  /** Number of axes. */
  public int rank() {
    return dims.length;
  }

  /** Number of elements. */
  public int size() {
    return floats != null ? floats.length : longs.length;
  }

  /** Whether the elements are floating-point. */
  public boolean isFloat() {
    return floats != null;
  }

  /** One element as a double. */
  public double number(int index) {
    return floats != null ? floats[index] : longs[index];
  }

  /** One element as an integer; fractions are cut off. */
  public long integer(int index) {
    return floats != null ? (long) floats[index] : longs[index];
  }

  /** All elements as floats; the tensor's own array where it holds floats. */
  public float[] floats() {
    if (floats != null) {
      return floats;
    }
    float[] copy = new float[longs.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = longs[i];
    }
    return copy;
  }

  /** All elements as integers; the tensor's own array where it holds integers. */
  public long[] longs() {
    if (longs != null) {
      return longs;
    }
    long[] copy = new long[floats.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (long) floats[i];
    }
    return copy;
  }

  /** The same elements in another shape of as many elements. */
  public Constant reshaped(String newName, int... newDims) {
    check(newName, newDims, size());
    return new Constant(newName, newDims, floats, longs);
  }

  /** A tensor of the same type whose element i is this one's {@code source[i]}. */
  public Constant picked(String newName, int[] newDims, int[] source) {
    if (floats != null) {
      float[] values = new float[source.length];
      for (int i = 0; i < source.length; i++) {
        values[i] = floats[source[i]];
      }
      return ofFloats(newName, newDims, values);
    }
    long[] values = new long[source.length];
    for (int i = 0; i < source.length; i++) {
      values[i] = longs[source[i]];
    }
    return ofLongs(newName, newDims, values);
  }

  /** Index of the first element that is not finite, or -1. */
  public int firstNotFinite() {
    if (firstNotFinite == -2) {
      firstNotFinite = findNotFinite();
    }
    return firstNotFinite;
  }

  private int findNotFinite() {
    if (floats != null) {
      for (int i = 0; i < floats.length; i++) {
        if (!Float.isFinite(floats[i])) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Whether it has elements, and all of them are equal. */
  public boolean isUniform() {
    if (uniform == null) {
      boolean same = size() > 0;
      for (int i = 1; same && i < size(); i++) {
        same = number(i) == number(0);
      }
      uniform = same;
    }
    return uniform;
  }

  /** Its extents, for messages. */
  public List<Integer> dimList() {
    return Arrays.stream(dims).boxed().toList();
  }
}

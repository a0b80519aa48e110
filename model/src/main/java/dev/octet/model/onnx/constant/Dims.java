package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Arrays;

/** Arithmetic on extents, strides and axes of row-major tensors. */
public final class Dims {
  private Dims() {}

  /** Axis in 0 to rank - 1 for one that may be counted from the end. */
  public static int axis(RawNode node, long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw OnnxErrors.invalid(node, "axis " + axis + " of a tensor with " + rank + " axes");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Axes in 0 to rank - 1, sorted, each at most once. */
  public static int[] axes(RawNode node, long[] axes, int rank) {
    int[] result =
        Arrays.stream(axes).mapToInt(a -> axis(node, a, rank)).sorted().distinct().toArray();
    if (result.length != axes.length) {
      throw OnnxErrors.invalid(node, "it names an axis twice");
    }
    return result;
  }

  /** Elements between neighbours along each axis. */
  public static int[] strides(int... dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /** The shape two tensors have together under ONNX's broadcasting. */
  public static int[] broadcast(RawNode node, int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] result = new int[rank];
    for (int i = 0; i < rank; i++) {
      int x = i < rank - a.length ? 1 : a[i - rank + a.length];
      int y = i < rank - b.length ? 1 : b[i - rank + b.length];
      if (x != y && x != 1 && y != 1) {
        throw OnnxErrors.invalid(
            node, "shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " do not fit");
      }
      result[i] = x == 1 ? y : x;
    }
    return result;
  }

  /** For each element of a shape, the index of the element of {@code dims} it is broadcast from. */
  public static int[] sources(int[] dims, int... target) {
    int[] strides = strides(dims);
    int[] steps = new int[target.length];
    for (int i = 0; i < dims.length; i++) {
      steps[i + target.length - dims.length] = dims[i] == 1 ? 0 : strides[i];
    }
    return walk(0, steps, target);
  }

  /** Indices of a walk over a shape, row-major, that moves by a step along each axis. */
  public static int[] walk(int start, int[] steps, int... target) {
    int size = (int) Constant.elements(target);
    int[] result = new int[size];
    int[] position = new int[target.length];
    int index = start;
    for (int i = 0; i < size; i++) {
      result[i] = index;
      for (int axis = target.length - 1; axis >= 0; axis--) {
        index += steps[axis];
        if (++position[axis] < target[axis]) {
          break;
        }
        index -= steps[axis] * target[axis];
        position[axis] = 0;
      }
    }
    return result;
  }

  /**
   * Extents a Reshape asks for, with 0 and -1 replaced.
   *
   * @param from extents before
   * @param target extents asked for
   * @param allowZero whether 0 means 0 and not "as before"
   */
  public static int[] reshape(RawNode node, int[] from, long[] target, boolean allowZero) {
    int[] result = new int[target.length];
    long known = 1;
    int open = -1;
    for (int i = 0; i < target.length; i++) {
      long extent = target[i] == 0 && !allowZero && i < from.length ? from[i] : target[i];
      if (extent == -1 && open < 0) {
        open = i;
      } else if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw OnnxErrors.invalid(node, "impossible shape " + Arrays.toString(target));
      } else {
        result[i] = (int) extent;
        known = Math.min(Integer.MAX_VALUE + 1L, known * extent);
      }
    }
    long elements = Constant.elements(from);
    if (open >= 0) {
      if (known == 0 || elements % known != 0) {
        throw OnnxErrors.invalid(
            node, Arrays.toString(from) + " cannot take the shape " + Arrays.toString(target));
      }
      result[open] = (int) (elements / known);
      known *= result[open];
    }
    if (known != elements) {
      throw OnnxErrors.invalid(
          node, Arrays.toString(from) + " cannot take the shape " + Arrays.toString(target));
    }
    return result;
  }

  /** Extents without the given axes (sorted), or without all of extent 1 if there are none. */
  public static int[] squeeze(RawNode node, int[] dims, int[] axes) {
    int[] result = new int[dims.length];
    int count = 0;
    for (int i = 0; i < dims.length; i++) {
      boolean named = Arrays.binarySearch(axes, i) >= 0;
      if (named && dims[i] != 1) {
        throw OnnxErrors.invalid(node, "axis " + i + " of " + Arrays.toString(dims) + " is not 1");
      }
      if (!named && (axes.length > 0 || dims[i] != 1)) {
        result[count++] = dims[i];
      }
    }
    return Arrays.copyOf(result, count);
  }

  /** Extents with axes of extent 1 at the given places of the result (sorted). */
  public static int[] unsqueeze(int[] dims, int[] axes) {
    int[] result = new int[dims.length + axes.length];
    int next = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = Arrays.binarySearch(axes, i) >= 0 ? 1 : dims[next++];
    }
    return result;
  }
}

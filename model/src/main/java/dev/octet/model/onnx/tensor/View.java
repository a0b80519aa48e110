package dev.octet.model.onnx.tensor;

import dev.octet.model.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How ONNX's axes map onto height, width and channels: each ONNX axis holds, outermost first, the
 * axes it runs over; none for an extent of 1. Axes of extent 1 are never listed, so that layouts
 * that cannot be distinguished are equal. Transposes, reshapes, squeezes and flattenings only
 * change the view; no data moves.
 *
 * @param axes per ONNX axis what it runs over
 */
public record View(List<List<Axis>> axes) {
  /** Copies the lists. */
  public View {
    axes = axes.stream().map(List::copyOf).toList();
  }

  /** Batch, channels, height, width. */
  public static View nchw(Shape shape) {
    return of(shape, Axis.CHANNEL, Axis.HEIGHT, Axis.WIDTH);
  }

  /** Batch, then the given axes. */
  public static View of(Shape shape, Axis... order) {
    List<List<Axis>> axes = new ArrayList<>();
    axes.add(List.of());
    for (Axis axis : order) {
      axes.add(axis.extent(shape) > 1 ? List.of(axis) : List.of());
    }
    return new View(axes);
  }

  /** Number of ONNX axes. */
  public int rank() {
    return axes.size();
  }

  /** ONNX's extents. */
  public int[] extents(Shape shape) {
    return axes.stream().mapToInt(list -> extent(list, shape)).toArray();
  }

  private static int extent(List<Axis> list, Shape shape) {
    int product = 1;
    for (Axis axis : list) {
      product *= axis.extent(shape);
    }
    return product;
  }

  /** All axes of extent above 1, outermost first. */
  public List<Axis> order() {
    return axes.stream().flatMap(List::stream).toList();
  }

  /** ONNX axis i becomes this one's {@code permutation[i]}. */
  public View transposed(int... permutation) {
    List<List<Axis>> result = new ArrayList<>();
    for (int source : permutation) {
      result.add(axes.get(source));
    }
    return new View(result);
  }

  /** The view of other extents over the same elements in the same order, if axes stay whole. */
  public Optional<View> reshaped(Shape shape, int... target) {
    List<Axis> order = order();
    List<List<Axis>> result = new ArrayList<>();
    int next = 0;
    for (int extent : target) {
      List<Axis> taken = new ArrayList<>();
      long product = 1;
      while (product < extent && next < order.size()) {
        Axis axis = order.get(next++);
        taken.add(axis);
        product *= axis.extent(shape);
      }
      if (product != extent) {
        return Optional.empty();
      }
      result.add(taken);
    }
    return next == order.size() ? Optional.of(new View(result)) : Optional.empty();
  }

  /** The view with one ONNX axis running over something else. */
  public View with(int index, List<Axis> newAxis) {
    List<List<Axis>> result = new ArrayList<>(axes);
    result.set(index, newAxis);
    return new View(result);
  }

  /** The view with axes of extent 1 in front, up to a rank. */
  public View padded(int rank) {
    List<List<Axis>> result = new ArrayList<>(axes);
    while (result.size() < rank) {
      result.add(0, List.of());
    }
    return new View(result);
  }
}

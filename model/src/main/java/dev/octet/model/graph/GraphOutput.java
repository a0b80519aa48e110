package dev.octet.model.graph;

import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.Placement;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * An output of a network.
 *
 * @param name the source file's own name for it
 * @param shape its shape in the source file, the batch of 1 included where the file has it
 * @param ending what the source network does last to it, which is split off
 * @param axis the axis of {@code shape} that the ending runs over; 0 where it runs over none
 * @param parts the tensors it is made of; together they give every element of it once
 */
public record GraphOutput(
    String name, List<Integer> shape, Ending ending, int axis, List<GraphPart> parts) {
  /** Copies the lists. */
  public GraphOutput {
    shape = List.copyOf(shape);
    parts = List.copyOf(parts);
  }

  /**
   * A tensor as it is: one row of values for a map of one pixel (as classifiers give it), else
   * batch, height, width, channels.
   */
  public static GraphOutput of(String tensor, Shape shape, Ending ending) {
    List<Integer> extents =
        shape.pixels() == 1
            ? List.of(1, shape.channels())
            : List.of(1, shape.height(), shape.width(), shape.channels());
    return whole(tensor, tensor, shape, extents, ending, extents.size() - 1);
  }

  /** A tensor in its own order, HWC, with a name and a shape of as many elements. */
  public static GraphOutput whole(
      String name, String tensor, Shape shape, List<Integer> extents, Ending ending, int axis) {
    boolean along = ending == Ending.SOFTMAX || ending == Ending.ARGMAX;
    return new GraphOutput(
        name,
        extents,
        ending,
        along ? axis : 0,
        List.of(new GraphPart(tensor, Placement.whole(shape.elements()))));
  }

  /** Number of elements. */
  public int elements() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Whether it is one tensor in its own order. */
  boolean isWhole(Shape tensor) {
    return parts.size() == 1 && parts.get(0).placement().isWhole(tensor.elements());
  }

  /** The same output with other names of tensors. */
  GraphOutput renamed(Map<String, String> names) {
    return new GraphOutput(
        name,
        shape,
        ending,
        axis,
        parts.stream()
            .map(p -> new GraphPart(names.getOrDefault(p.tensor(), p.tensor()), p.placement()))
            .toList());
  }

  /**
   * Checks that the parts lie in their tensors and give every element once.
   *
   * @throws IllegalArgumentException saying what does not fit
   */
  void check(Map<String, Shape> shapes) {
    int elements = elements();
    BitSet seen = new BitSet(elements);
    int placed = 0;
    for (GraphPart part : parts) {
      Shape tensor = shapes.get(part.tensor());
      if (tensor == null) {
        throw new IllegalArgumentException("'" + part.tensor() + "' is not computed");
      }
      placed = Math.addExact(placed, part.placement().elements());
      if (part.placement().isWhole(elements) && tensor.elements() == elements) {
        continue;
      }
      for (int i = 0; i < part.placement().elements(); i++) {
        int target = part.placement().target(i);
        int source = part.placement().source(i);
        if (source < 0
            || source >= tensor.elements()
            || target < 0
            || target >= elements
            || seen.get(target)) {
          throw new IllegalArgumentException("its parts do not fit together");
        }
        seen.set(target);
      }
    }
    if (placed != elements) {
      throw new IllegalArgumentException(
          "it has " + elements + " elements, its parts " + placed + " in all");
    }
  }
}

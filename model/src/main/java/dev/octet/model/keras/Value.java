package dev.octet.model.keras;

import dev.octet.model.graph.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A Keras tensor: a tensor of the float graph, and its axes without the batch as Keras sees them.
 * The elements have the same order in both.
 *
 * @param tensor name in the float graph
 * @param shape shape in the float graph
 * @param axes Keras' extents: height, width, channels for a map; one for features
 * @param softmax whether a softmax or sigmoid has been split off after it
 */
public record Value(String tensor, Shape shape, List<Integer> axes, boolean softmax) {
  /** Copies the list. */
  public Value {
    axes = List.copyOf(axes);
  }

  /** A map of height, width and channels. */
  public static Value map(String tensor, Shape shape) {
    return new Value(
        tensor, shape, List.of(shape.height(), shape.width(), shape.channels()), false);
  }

  /** Whether Keras sees height, width and channels. */
  public boolean isMap() {
    return axes.equals(List.of(shape.height(), shape.width(), shape.channels()));
  }

  /** Number of elements. */
  public long elements() {
    return (long) shape.height() * shape.width() * shape.channels();
  }

  /** Whether the last axis is the channels. */
  public boolean channelsLast() {
    return isMap() || shape.pixels() == 1 && last() == shape.channels();
  }

  /** Extent of the last axis. */
  public int last() {
    return axes.isEmpty() ? 1 : axes.get(axes.size() - 1);
  }

  /** The same elements with other axes. */
  public Value withAxes(Integer... newAxes) {
    return new Value(tensor, shape, Arrays.asList(newAxes), softmax);
  }
}

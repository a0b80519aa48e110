package dev.octet.model.tflite.convert;

import dev.octet.model.graph.GraphPart;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.Placement;
import java.util.List;

/**
 * A computed tensor: one of the float graph, and its axes without the batch as the file sees them.
 * The elements have the same order in both.
 *
 * @param tensor name in the float graph
 * @param shape shape in the float graph
 * @param axes the file's extents: height, width, channels for a map; one for features
 * @param ending what has been split off after it
 */
public record LiteMap(String tensor, Shape shape, List<Integer> axes, Ending ending)
    implements LiteResult {
  /** Copies the list. */
  public LiteMap {
    axes = List.copyOf(axes);
  }

  /** A map of height, width and channels. */
  public static LiteMap of(String tensor, Shape shape) {
    return new LiteMap(
        tensor, shape, List.of(shape.height(), shape.width(), shape.channels()), Ending.NONE);
  }

  /** Whether the file sees height, width and channels. */
  boolean isMap() {
    return axes.equals(List.of(shape.height(), shape.width(), shape.channels()));
  }

  /** Whether the last axis is the channels. */
  boolean channelsLast() {
    return isMap() || shape.pixels() == 1 && last() == shape.channels();
  }

  /** Extent of the last axis. */
  int last() {
    return axes.isEmpty() ? 1 : axes.get(axes.size() - 1);
  }

  /** The same elements with other axes. */
  LiteMap withAxes(List<Integer> newAxes) {
    return new LiteMap(tensor, shape, newAxes, ending);
  }

  /** The same with something split off after it. */
  LiteMap ended(Ending what) {
    return new LiteMap(tensor, shape, axes, what);
  }

  @Override
  public List<GraphPart> parts() {
    return List.of(new GraphPart(tensor, Placement.whole(shape.elements())));
  }
}

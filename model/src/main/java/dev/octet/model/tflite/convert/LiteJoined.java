package dev.octet.model.tflite.convert;

import dev.octet.model.graph.GraphPart;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps that a network joins along another axis than their channels, as detectors do at their end:
 * nothing moves, the output is made of parts.
 *
 * @param axes the file's extents without the batch
 * @param ending what has been split off after it
 * @param parts which elements go where
 */
public record LiteJoined(List<Integer> axes, Ending ending, List<GraphPart> parts)
    implements LiteResult {
  /** Copies the lists. */
  public LiteJoined {
    axes = List.copyOf(axes);
    parts = List.copyOf(parts);
  }

  /**
   * Joins maps along an axis.
   *
   * @param axis counted without the batch; all other extents are the same
   */
  static LiteJoined of(LiteMap[] maps, int axis) {
    List<Integer> axes = new ArrayList<>(maps[0].axes());
    int total = 0;
    for (LiteMap map : maps) {
      total = Math.addExact(total, map.axes().get(axis));
    }
    axes.set(axis, total);
    int outer = product(axes, 0, axis);
    int inner = product(axes, axis + 1, axes.size());
    List<GraphPart> parts = new ArrayList<>();
    int target = 0;
    for (LiteMap map : maps) {
      int run = Math.multiplyExact(map.axes().get(axis), inner);
      Placement placement =
          new Placement(
              0,
              target,
              new int[] {outer, run},
              new int[] {run, 1},
              new int[] {Math.multiplyExact(total, inner), 1});
      parts.add(new GraphPart(map.tensor(), placement));
      target += run;
    }
    return new LiteJoined(axes, Ending.NONE, parts);
  }

  private static int product(List<Integer> axes, int from, int to) {
    return axes.subList(from, to).stream().reduce(1, Math::multiplyExact);
  }
}

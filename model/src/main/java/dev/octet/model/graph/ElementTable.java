package dev.octet.model.graph;

import dev.octet.runtime.schedule.output.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers for the elements of a network's tensors. Whatever a network does with whole elements at
 * its end (transposes, reshapes, slices, joins along any axis) can be done to a table of their
 * numbers; {@link #parts} then finds the placements that do the same.
 */
public final class ElementTable {
  /** Parts of one output; a join of two dozen maps in slices has about a hundred. */
  private static final int MAX_PARTS = 256;

  private static final int MAX_AXES = 8;

  private record Run(int length, int step, int targetStep) {}

  /** Per tensor, which elements are read and where they go. */
  private static final class Places {
    private int[] sources = new int[64];
    private int[] targets = new int[64];
    private int count;

    void add(int source, int target) {
      if (count == sources.length) {
        sources = Arrays.copyOf(sources, 2 * count);
        targets = Arrays.copyOf(targets, 2 * count);
      }
      sources[count] = source;
      targets[count++] = target;
    }
  }

  private final List<String> tensors = new ArrayList<>();
  private final List<Long> begins = new ArrayList<>();
  private final Map<String, Long> firsts = new LinkedHashMap<>();
  private long next;

  /** The number of a tensor's first element; the others follow in the order HWC. */
  public long first(String tensor, Shape shape) {
    return firsts.computeIfAbsent(
        tensor,
        name -> {
          long begin = next;
          tensors.add(name);
          begins.add(begin);
          next += shape.elements();
          return begin;
        });
  }

  /**
   * All elements of a tensor in the order of some of its axes.
   *
   * @param shape the tensor's shape
   * @param order its axes, outermost first: 0 height, 1 width, 2 channels; those of extent 1 may be
   *     missing
   */
  public static Placement ordered(Shape shape, int... order) {
    int[] extent = {shape.height(), shape.width(), shape.channels()};
    int[] step = {shape.width() * shape.channels(), shape.channels(), 1};
    List<int[]> axes = new ArrayList<>();
    for (int axis : order) {
      int[] last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
      if (last != null && last[1] == extent[axis] * step[axis]) {
        last[0] *= extent[axis];
        last[1] = step[axis];
      } else if (extent[axis] > 1) {
        axes.add(new int[] {extent[axis], step[axis]});
      }
    }
    if (axes.isEmpty()) {
      return Placement.whole(1);
    }
    int[] targetSteps = new int[axes.size()];
    int inner = 1;
    for (int i = targetSteps.length - 1; i >= 0; i--) {
      targetSteps[i] = inner;
      inner *= axes.get(i)[0];
    }
    return new Placement(
        0,
        0,
        axes.stream().mapToInt(axis -> axis[0]).toArray(),
        axes.stream().mapToInt(axis -> axis[1]).toArray(),
        targetSteps);
  }

  /**
   * The placements that give elements in an order.
   *
   * @param numbers the elements of an output
   * @return the parts; empty if there is no rule in them that a few placements could follow
   */
  public Optional<List<GraphPart>> parts(long... numbers) {
    Map<String, Places> places = new LinkedHashMap<>();
    for (int target = 0; target < numbers.length; target++) {
      int tensor = tensor(numbers[target]);
      places
          .computeIfAbsent(tensors.get(tensor), name -> new Places())
          .add((int) (numbers[target] - begins.get(tensor)), target);
    }
    List<GraphPart> parts = new ArrayList<>();
    for (Map.Entry<String, Places> entry : places.entrySet()) {
      int done = 0;
      while (done < entry.getValue().count) {
        Placement placement = placement(entry.getValue(), done);
        parts.add(new GraphPart(entry.getKey(), placement));
        done += placement.elements();
        if (parts.size() > MAX_PARTS) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(parts);
  }

  /** The tensor that all of some elements belong to; empty if there are several. */
  public Optional<String> owner(long... numbers) {
    int owner = tensor(numbers[0]);
    for (long number : numbers) {
      if (tensor(number) != owner) {
        return Optional.empty();
      }
    }
    return Optional.of(tensors.get(owner));
  }

  private int tensor(long number) {
    int found = Collections.binarySearch(begins, number);
    return found >= 0 ? found : -found - 2;
  }

  /** The largest nest of axes from a place on. */
  private static Placement placement(Places places, int from) {
    List<Run> runs = new ArrayList<>();
    int block = 1;
    while (runs.size() < MAX_AXES) {
      Run run = run(places, from, block);
      if (run.length() == 1) {
        break;
      }
      runs.add(0, run);
      block *= run.length();
    }
    if (runs.isEmpty()) {
      runs.add(new Run(1, 1, 1));
    }
    return new Placement(
        places.sources[from],
        places.targets[from],
        runs.stream().mapToInt(Run::length).toArray(),
        runs.stream().mapToInt(Run::step).toArray(),
        runs.stream().mapToInt(Run::targetStep).toArray());
  }

  /** How often a block of elements comes again, always moved by the same steps. */
  private static Run run(Places places, int from, int block) {
    int length = 1;
    int step = 0;
    int targetStep = 0;
    while (from + (length + 1L) * block <= places.count) {
      int next = from + length * block;
      if (length == 1) {
        step = places.sources[next] - places.sources[from];
        targetStep = places.targets[next] - places.targets[from];
      }
      if (step < 1 || !repeats(places, from, next, block, length * step, length * targetStep)) {
        break;
      }
      length++;
    }
    return new Run(length, step, targetStep);
  }

  private static boolean repeats(
      Places places, int first, int second, int block, int step, int targetStep) {
    for (int i = 0; i < block; i++) {
      if (places.sources[second + i] - places.sources[first + i] != step
          || places.targets[second + i] - places.targets[first + i] != targetStep) {
        return false;
      }
    }
    return true;
  }
}

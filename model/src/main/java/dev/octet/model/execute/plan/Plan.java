package dev.octet.model.execute.plan;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps in order, and which buffer holds which tensor. Buffer 0 is the caller's input; the others
 * are used again as soon as their tensor has been read for the last time.
 *
 * @param steps in order
 * @param bufferElements elements of every buffer
 * @param heads buffers of the graph's heads, in their order
 */
public record Plan(List<PlanStep> steps, int[] bufferElements, int[] heads) {
  /** Plans a graph with as much fusion as the visible tensors allow. */
  public static Plan of(FloatGraph graph, List<FloatKernel> kernels, Set<String> visible) {
    List<Fusion.Group> groups = Fusion.groups(graph, kernels, visible);
    Map<String, Integer> lastUse = lastUse(graph, groups);
    Buffers buffers = new Buffers();
    Map<String, Integer> places = new HashMap<>();
    places.put(graph.inputName(), buffers.reserve(graph.inputShape().elements()));
    List<PlanStep> steps = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      Fusion.Group group = groups.get(g);
      String tensor = graph.nodes().get(group.tail()).output();
      int output = buffers.take(graph.shape(tensor).elements());
      List<PlanStep.Stage> stages = new ArrayList<>();
      for (int position : group.nodes()) {
        Node node = graph.nodes().get(position);
        int[] inputs = node.inputs().stream().mapToInt(places::get).toArray();
        stages.add(new PlanStep.Stage(kernels.get(position), inputs));
        places.put(node.output(), output);
      }
      steps.add(new PlanStep(List.copyOf(stages), output, tensor, graph.shape(tensor)));
      release(graph, group, g, lastUse, places, buffers);
    }
    int[] heads = graph.heads().stream().mapToInt(places::get).toArray();
    return new Plan(List.copyOf(steps), buffers.elements(), heads);
  }

  /** Index of the last group that needs a tensor. */
  private static Map<String, Integer> lastUse(FloatGraph graph, List<Fusion.Group> groups) {
    Map<String, Integer> last = new HashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      for (int position : groups.get(g).nodes()) {
        Node node = graph.nodes().get(position);
        last.put(node.output(), g);
        for (String input : node.inputs()) {
          last.put(input, g);
        }
      }
    }
    graph.heads().forEach(head -> last.put(head, groups.size()));
    last.put(graph.inputName(), groups.size());
    return last;
  }

  private static void release(
      FloatGraph graph,
      Fusion.Group group,
      int g,
      Map<String, Integer> lastUse,
      Map<String, Integer> places,
      Buffers buffers) {
    String tail = graph.nodes().get(group.tail()).output();
    Set<String> inner = new HashSet<>();
    group.nodes().forEach(position -> inner.add(graph.nodes().get(position).output()));
    Set<String> done = new HashSet<>(Set.of(tail));
    for (int position : group.nodes()) {
      done.addAll(graph.nodes().get(position).inputs());
    }
    for (String tensor : done) {
      // Tensors inside the group share the output's buffer, which its last tensor owns.
      boolean owner = tensor.equals(tail) || !inner.contains(tensor);
      if (owner && lastUse.get(tensor) == g) {
        buffers.release(places.get(tensor));
      }
    }
  }

  /** Hands out buffers, used ones first. */
  private static final class Buffers {
    private final List<Integer> elements = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    int reserve(int count) {
      elements.add(count);
      return elements.size() - 1;
    }

    /** The smallest free buffer that is large enough, else the largest one, made larger. */
    int take(int count) {
      Integer best = null;
      for (Integer candidate : free) {
        if (best == null || better(elements.get(candidate), elements.get(best), count)) {
          best = candidate;
        }
      }
      if (best == null) {
        return reserve(count);
      }
      free.remove(best);
      elements.set(best, Math.max(elements.get(best), count));
      return best;
    }

    private static boolean better(int candidate, int best, int count) {
      return best < count ? candidate > best : candidate >= count && candidate < best;
    }

    void release(int buffer) {
      free.add(buffer);
    }

    int[] elements() {
      return elements.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}

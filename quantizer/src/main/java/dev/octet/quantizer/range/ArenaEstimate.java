package dev.octet.quantizer.range;

import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a network's arenas need at least: of each, the most bytes of tensors that are in use during
 * one step. Tensors of 8 bits lie in one arena, wider ones in the other, which share no memory.
 */
final class ArenaEstimate {
  private final StepGraph graph;
  private final List<String> tensors = new ArrayList<>();
  private final Map<String, Integer> first = new HashMap<>();
  private final Map<String, Integer> last = new HashMap<>();

  ArenaEstimate(StepGraph graph) {
    this.graph = graph;
    List<Step> steps = graph.steps();
    for (int i = 0; i < steps.size(); i++) {
      for (String input : steps.get(i).inputs()) {
        use(input, i);
      }
      use(steps.get(i).output(), i);
    }
    for (String tensor : tensors) {
      if (graph.readers(tensor).isEmpty()) {
        last.put(tensor, steps.size() - 1);
      }
    }
  }

  private void use(String tensor, int step) {
    if (first.putIfAbsent(tensor, step) == null) {
      tensors.add(tensor);
    }
    last.put(tensor, step);
  }

  /** Bytes of both arenas when these tensors have more than 8 bits. */
  long bytes(Set<String> wide) {
    long[] bytes = new long[graph.steps().size()];
    long[] shorts = new long[bytes.length];
    for (String tensor : tensors) {
      long[] arena = wide.contains(tensor) ? shorts : bytes;
      long size = (wide.contains(tensor) ? 2L : 1L) * graph.shape(tensor).elements();
      for (int step = first.get(tensor); step <= last.get(tensor); step++) {
        arena[step] += size;
      }
    }
    return largest(bytes) + largest(shorts);
  }

  private static long largest(long[] values) {
    long largest = 0;
    for (long value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}

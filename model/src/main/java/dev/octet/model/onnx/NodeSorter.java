package dev.octet.model.onnx;

import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Puts nodes into an order in which everything is computed before it is read, leaves out those that
 * no output depends on, and keeps the file's order otherwise.
 */
final class NodeSorter {
  private final List<RawNode> nodes;
  private final Map<String, Integer> producers = new HashMap<>();

  NodeSorter(RawGraph graph) {
    this.nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty()
            && (producers.put(output, i) != null || graph.initializers().containsKey(output))) {
          throw OnnxErrors.invalid(nodes.get(i), "'" + output + "' is written twice");
        }
      }
    }
  }

  /** The nodes that some tensors depend on, sorted. */
  List<RawNode> sorted(List<String> outputs) {
    boolean[] needed = needed(outputs);
    int[] waiting = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      readers.add(new ArrayList<>());
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    int count = 0;
    for (int i = 0; i < nodes.size(); i++) {
      if (!needed[i]) {
        continue;
      }
      count++;
      for (String input : nodes.get(i).inputs()) {
        Integer producer = producers.get(input);
        if (producer != null) {
          waiting[i]++;
          readers.get(producer).add(i);
        }
      }
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<RawNode> sorted = new ArrayList<>(count);
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < count) {
      int stuck = 0;
      while (!needed[stuck] || waiting[stuck] == 0) {
        stuck++;
      }
      throw OnnxErrors.invalid(nodes.get(stuck), "it depends on its own output");
    }
    return sorted;
  }

  private boolean[] needed(List<String> outputs) {
    boolean[] needed = new boolean[nodes.size()];
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      Integer producer = producers.get(open.pop());
      if (producer != null && !needed[producer]) {
        needed[producer] = true;
        open.addAll(nodes.get(producer).inputs());
      }
    }
    return needed;
  }

  /** Whether some node computes a tensor. */
  boolean isComputed(String tensor) {
    return producers.containsKey(tensor);
  }
}

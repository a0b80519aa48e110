package dev.octet.quantizer.schedule;

import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every lowering needs to know: each tensor's place in the schedule, shape and quantization.
 */
public final class LoweringContext {
  private final StepGraph graph;
  private final Map<String, TensorQuantization> quantizations;
  private final Map<String, Integer> indices = new HashMap<>();
  private final TensorSpec[] tensors;

  /** Numbers the tensors of a step graph in order of computation. */
  public LoweringContext(StepGraph graph, Map<String, TensorQuantization> quantizations) {
    this.graph = graph;
    this.quantizations = Map.copyOf(quantizations);
    List<String> names = graph.tensors();
    this.tensors = new TensorSpec[names.size()];
    for (int i = 0; i < tensors.length; i++) {
      String name = names.get(i);
      indices.put(name, i);
      tensors[i] = quantization(name).spec(name, graph.shape(name));
    }
  }

  /** The steps. */
  public StepGraph graph() {
    return graph;
  }

  /** A tensor's number. */
  public int index(String tensor) {
    return indices.get(tensor);
  }

  /** A tensor's quantization. */
  public TensorQuantization quantization(String tensor) {
    return quantizations.get(tensor);
  }

  /** A tensor's shape. */
  public Shape shape(String tensor) {
    return graph.shape(tensor);
  }

  /** All tensors, not yet placed in an arena. */
  public TensorSpec[] tensors() {
    return tensors.clone();
  }
}

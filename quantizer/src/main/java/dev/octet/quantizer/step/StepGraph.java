package dev.octet.quantizer.step;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of a network, with who writes and who reads each tensor that exists between steps.
 *
 * @param graph the float graph without batch normalization that the steps were made of
 * @param steps in order of execution
 */
public record StepGraph(FloatGraph graph, List<Step> steps) {
  /** Copies the list. */
  public StepGraph {
    steps = List.copyOf(steps);
  }

  /** Fuses a graph without batch normalization. */
  public static StepGraph of(FloatGraph graph) {
    return of(graph, Set.of());
  }

  /**
   * The same.
   *
   * @param rounded tensors that have to be there between steps: nothing is fused across them
   */
  public static StepGraph of(FloatGraph graph, Set<String> rounded) {
    return new StepGraph(graph, StepFuser.fuse(graph, rounded));
  }

  /** The tensors that exist between steps, the input first, in order of computation. */
  public List<String> tensors() {
    List<String> tensors = new ArrayList<>();
    tensors.add(graph.inputName());
    steps.forEach(step -> tensors.add(step.output()));
    return tensors;
  }

  /** Shape of a tensor. */
  public Shape shape(String tensor) {
    return graph.shape(tensor);
  }

  /** The steps that read a tensor. */
  public List<Step> readers(String tensor) {
    return steps.stream().filter(step -> step.inputs().contains(tensor)).toList();
  }

  /** Whether a convolution has one input channel in each group. */
  public boolean isDepthwise(Step.Conv step) {
    return step.conv().groups() == shape(step.source()).channels();
  }

  /** Whether some reader pads the tensor, so that 0.0 must be an element. */
  public boolean isPadded(String tensor) {
    for (Step step : readers(tensor)) {
      if (step instanceof Step.Conv conv
          && conv.source().equals(tensor)
          && hasPadding(conv.conv())) {
        return true;
      }
      if (step instanceof Step.Inheriting
          && (!(step instanceof Step.Concat) || isPadded(step.output()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPadding(Op.Conv conv) {
    return (conv.window().padTop
            | conv.window().padLeft
            | conv.window().padBottom
            | conv.window().padRight)
        != 0;
  }

  /**
   * The tensors of squeeze-excite branches: 1x1 maps from the pool to the gate. They are so small
   * that 16 bits cost nothing.
   */
  public Set<String> gateBranches() {
    Map<String, Step> writers = new HashMap<>();
    steps.forEach(step -> writers.put(step.output(), step));
    Set<String> branch = new LinkedHashSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Multiply multiply) {
        String tensor = multiply.gate();
        while (writers.containsKey(tensor) && shape(tensor).pixels() == 1 && branch.add(tensor)) {
          Step writer = writers.get(tensor);
          if (!(writer instanceof Step.Conv
              || writer instanceof Step.Elementwise
              || writer instanceof Step.Curve)) {
            break;
          }
          tensor = writer.input();
        }
      }
    }
    return branch;
  }

  /**
   * The tensors that nothing but LeakyReLUs, curves and their like read. They are planned at 16
   * bits, as what lies inside of a step: half of their range becomes a small part of the output's.
   */
  public Set<String> wideInputs() {
    Set<String> tensors = new HashSet<>();
    for (Step step : steps) {
      if (wantsWideInput(step)
          && readers(step.input()).stream().allMatch(StepGraph::wantsWideInput)) {
        tensors.add(step.input());
      }
    }
    return tensors;
  }

  private static boolean wantsWideInput(Step step) {
    return step instanceof Step.LeakyRelu
        || step instanceof Step.Curve
        || step instanceof Step.AcrossChannels;
  }

  /** The second operands of products: kernels want one scale for all their channels. */
  public Set<String> gates() {
    Set<String> gates = new HashSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Multiply multiply) {
        gates.add(multiply.gate());
      }
    }
    return gates;
  }
}

package dev.octet.quantizer.kept;

import dev.octet.model.KeptQuantization;
import dev.octet.model.TensorScale;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.ConvolutionLowering;
import dev.octet.quantizer.schedule.LoweringContext;
import dev.octet.quantizer.schedule.StepLowering;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A quantized file's own numbers as tensors and operations. A tensor that the file rounds is
 * rounded here, too; sums that it does not round are fused as always.
 *
 * @param graph the steps
 * @param plan scale and zero point of every tensor
 * @param tensors not yet placed
 * @param operations in order
 * @param rests how many convolutions were split because of weights beyond 127
 */
public record KeptSchedule(
    StepGraph graph,
    Map<String, TensorQuantization> plan,
    TensorSpec[] tensors,
    Operation[] operations,
    int rests) {
  private static final String ANEW = "quantize it anew, with --requantize and photos";

  /**
   * Takes over a file's numbers.
   *
   * @throws OctetException UNSUPPORTED if a tensor or a convolution is not quantized
   */
  public static KeptSchedule of(FloatGraph network, KeptQuantization kept) {
    WideWeights split = WideWeights.split(network, kept);
    Set<String> rounded = new HashSet<>(kept.tensors().keySet());
    StepGraph graph = StepGraph.of(split.graph(), rounded);
    Map<String, TensorQuantization> plan = new HashMap<>();
    String input = split.graph().inputName();
    plan.put(input, own(kept, graph, input));
    for (Step step : graph.steps()) {
      plan.put(step.output(), quantization(step, graph, kept, split, plan));
    }
    LoweringContext context = new LoweringContext(graph, plan);
    List<Operation> operations = new ArrayList<>();
    for (Step step : graph.steps()) {
      operations.add(
          step instanceof Step.Conv conv
              ? ConvolutionLowering.lower(
                  conv,
                  KeptWeights.of(conv.conv(), scales(split, conv.name()), plan.get(conv.source())),
                  context)
              : StepLowering.lower(step, context));
    }
    return new KeptSchedule(
        graph, plan, context.tensors(), operations.toArray(new Operation[0]), split.rests().size());
  }

  private static TensorQuantization quantization(
      Step step,
      StepGraph graph,
      KeptQuantization kept,
      WideWeights split,
      Map<String, TensorQuantization> plan) {
    if (split.rests().contains(step.output())) {
      Step.Conv conv = (Step.Conv) step;
      return rest(conv.conv(), plan.get(conv.source()));
    }
    if (step instanceof Step.Inheriting && !(step instanceof Step.Concat)) {
      return plan.get(step.input());
    }
    return own(kept, graph, step.output());
  }

  /** 16 bits that no sum can leave. */
  private static TensorQuantization rest(Op.Conv conv, TensorQuantization in) {
    double reach =
        in.scale()[0]
            * Math.max(in.type().max() - in.zeroPoint()[0], in.zeroPoint()[0] - in.type().min());
    double largest = 0;
    for (int o = 0; o < conv.outputChannels(); o++) {
      double sum = 0;
      for (int i = 0; i < conv.weightsPerChannel(); i++) {
        sum += Math.abs(conv.weights()[o * conv.weightsPerChannel() + i]);
      }
      largest = Math.max(largest, sum * reach);
    }
    return TensorQuantization.uniform(
        ElementType.INT16, largest / ElementType.INT16.max(), 0, conv.outputChannels());
  }

  private static TensorQuantization own(KeptQuantization kept, StepGraph graph, String tensor) {
    TensorScale scale = kept.tensors().get(tensor);
    if (scale == null) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "the file gives it no 8-bit scale, so that its quantization cannot be kept",
          "tensor '" + tensor + "'",
          ANEW);
    }
    return TensorQuantization.uniform(
        ElementType.INT8, scale.scale(), scale.zeroPoint(), graph.shape(tensor).channels());
  }

  private static double[] scales(WideWeights split, String node) {
    double[] scales = split.weights().get(node);
    if (scales == null) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "its weights have no scale, so that the file's quantization cannot be kept",
          "layer '" + node + "'",
          ANEW);
    }
    return scales;
  }
}

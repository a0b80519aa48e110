package dev.octet.quantizer.tuning;

import dev.octet.calibration.Progress;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.ConvolutionLowering;
import dev.octet.quantizer.schedule.FixedPoint;
import dev.octet.quantizer.schedule.LoweringContext;
import dev.octet.quantizer.schedule.StepLowering;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.simulate.StepRunner;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.InputMoments;
import dev.octet.quantizer.weight.QuantizedWeights;
import dev.octet.quantizer.weight.WeightQuantizer;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Quantizes the steps in order of execution. Every step is tuned on what the steps before it really
 * answer: they have been run on the tuning inputs with the runtime's own kernels
 * (docs/arithmetic.md, bias correction and error-compensated rounding).
 */
public final class SequentialQuantizer {
  private final StepGraph graph;
  private final ActivationStatistics statistics;
  private final TuningMoments tuning;
  private final WeightFit fit;
  private final Techniques techniques;
  private final KernelSet kernels;
  private final Workers workers;

  public SequentialQuantizer(
      StepGraph graph,
      ActivationStatistics statistics,
      TuningMoments tuning,
      WeightFit fit,
      Techniques techniques,
      KernelSet kernels,
      Workers workers) {
    this.graph = graph;
    this.statistics = statistics;
    this.tuning = tuning;
    this.fit = fit;
    this.techniques = techniques;
    this.kernels = kernels;
    this.workers = workers;
  }

  /**
   * The operations, with what they answered.
   *
   * @param tensors not yet placed in an arena
   * @param operations in order
   * @param inputs quantized input of each tuning image
   * @param outputs logits of each tuning image
   */
  public record Result(
      TensorSpec[] tensors, Operation[] operations, byte[][] inputs, short[][] outputs) {}

  /**
   * Quantizes all steps.
   *
   * @param plan quantization of every tensor between steps
   * @param images the tuning inputs as float tensors, HWC
   * @param count number of tuning inputs
   */
  public Result run(
      Map<String, TensorQuantization> plan,
      IntFunction<float[]> images,
      int count,
      Progress progress) {
    LoweringContext context = new LoweringContext(graph, plan);
    TensorSpec[] tensors = context.tensors();
    ActivationStore store = new ActivationStore(count);
    String input = graph.graph().inputName();
    byte[][] inputs = new byte[count][];
    workers.each(
        count,
        i -> {
          inputs[i] = quantize(images.apply(i), plan.get(input));
          store.put(input, i, inputs[i]);
        });
    Map<String, Integer> lastReader = lastReaders();
    StepRunner runner = new StepRunner(kernels, workers);
    List<Operation> operations = new ArrayList<>();
    progress.start("quantizing layers", graph.steps().size());
    for (int s = 0; s < graph.steps().size(); s++) {
      Step step = graph.steps().get(s);
      Operation operation = lower(step, context, store);
      operations.add(operation);
      runner.run(operation, tensors, store);
      for (String tensor : step.inputs()) {
        if (lastReader.get(tensor) == s) {
          store.release(tensor);
        }
      }
      progress.advance(1);
    }
    return new Result(tensors, operations.toArray(new Operation[0]), inputs, outputs(store, count));
  }

  private Operation lower(Step step, LoweringContext context, ActivationStore store) {
    try {
      return step instanceof Step.Conv conv
          ? convolution(conv, context, store)
          : StepLowering.lower(step, context);
    } catch (FixedPoint.FactorException e) {
      throw new OctetException(
          Failure.INPUT,
          "the values before and after the layer are too far apart in size for fixed point",
          "layer '" + step.name() + "'",
          "check the model's weights and that the inputs are preprocessed as in training",
          e);
    }
  }

  /**
   * What finished operations answer to other inputs.
   *
   * @param result of {@link #run} with the same plan
   * @return logits of each input
   */
  public short[][] answers(
      Result result, Map<String, TensorQuantization> plan, IntFunction<float[]> images, int count) {
    ActivationStore store = new ActivationStore(count);
    String input = graph.graph().inputName();
    workers.each(count, i -> store.put(input, i, quantize(images.apply(i), plan.get(input))));
    StepRunner runner = new StepRunner(kernels, workers);
    Map<String, Integer> lastReader = lastReaders();
    for (int s = 0; s < result.operations().length; s++) {
      runner.run(result.operations()[s], result.tensors(), store);
      for (String tensor : graph.steps().get(s).inputs()) {
        if (lastReader.get(tensor) == s) {
          store.release(tensor);
        }
      }
    }
    return outputs(store, count);
  }

  private short[][] outputs(ActivationStore store, int count) {
    short[][] outputs = new short[count][];
    for (int i = 0; i < count; i++) {
      outputs[i] = (short[]) store.get(graph.graph().outputName(), i);
    }
    return outputs;
  }

  private Map<String, Integer> lastReaders() {
    Map<String, Integer> last = new HashMap<>();
    for (int s = 0; s < graph.steps().size(); s++) {
      for (String tensor : graph.steps().get(s).inputs()) {
        last.put(tensor, s);
      }
    }
    last.remove(graph.graph().outputName());
    last.put(graph.graph().outputName(), Integer.MAX_VALUE);
    return last;
  }

  private static byte[] quantize(float[] values, TensorQuantization quantization) {
    byte[] elements = new byte[values.length];
    int channels = quantization.channels();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (byte) quantization.quantize(values[i], i % channels);
    }
    return elements;
  }

  private Operation convolution(Step.Conv step, LoweringContext context, ActivationStore store) {
    TensorQuantization in = context.quantization(step.source());
    Op.Conv conv = fit.fit(step, context, store);
    Optional<InputMoments> moments = Optional.empty();
    Optional<double[]> wanted = Optional.empty();
    if (techniques.biasCorrection() || techniques.errorCompensation()) {
      moments = Optional.of(tuning.inputs(step, in, store));
    }
    if (techniques.biasCorrection()) {
      double[] mean = statistics.sumMeans().get(step.preActivation()).clone();
      step.residual()
          .ifPresent(
              residual -> {
                double[] summand = tuning.mean(residual, context.quantization(residual), store);
                for (int c = 0; c < mean.length; c++) {
                  mean[c] -= summand[c];
                }
              });
      wanted = Optional.of(mean);
    }
    double summand =
        step.activation().hardSwish() ? 0 : step.activation().beta() / step.activation().alpha();
    QuantizedWeights weights =
        new WeightQuantizer(techniques.errorCompensation(), workers)
            .quantize(conv, in, summand, moments, wanted);
    return ConvolutionLowering.lower(step, weights, context);
  }
}

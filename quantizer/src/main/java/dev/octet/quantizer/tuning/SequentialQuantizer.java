package dev.octet.quantizer.tuning;

import dev.octet.calibration.input.Inputs;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.ConvolutionLowering;
import dev.octet.quantizer.schedule.FixedPoint;
import dev.octet.quantizer.schedule.LoweringContext;
import dev.octet.quantizer.schedule.StepLowering;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.simulate.StepRunner;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.InputMoments;
import dev.octet.quantizer.weight.QuantizedWeights;
import dev.octet.quantizer.weight.WeightQuantizer;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quantizes the steps in order of execution. Every step is tuned on what the steps before it really
 * answer: they have been run on the tuning inputs with the runtime's own kernels
 * (docs/arithmetic.md, bias correction and error-compensated rounding).
 *
 * @param graph the steps
 * @param statistics of the float network's tensors
 * @param tuning what is known of the quantized tensors that a step reads
 * @param fit changes weights before they are rounded
 * @param techniques what is done for accuracy
 * @param run threads, kernels, and who is told
 */
public record SequentialQuantizer(
    StepGraph graph,
    ActivationStatistics statistics,
    TuningMoments tuning,
    WeightFit fit,
    Techniques techniques,
    Run run) {
  /**
   * The operations, with what they produced.
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
   * @param images the tuning inputs
   */
  public Result quantize(Map<String, TensorQuantization> plan, Inputs images) {
    LoweringContext context = new LoweringContext(graph, plan);
    TensorSpec[] tensors = context.tensors();
    byte[][] inputs = elements(plan, images);
    List<Operation> operations = new ArrayList<>();
    run.progress().start("quantizing layers", graph.steps().size());
    short[][] outputs =
        answers(
            tensors,
            inputs,
            (step, store) -> {
              Operation operation = lower(graph.steps().get(step), context, store);
              operations.add(operation);
              run.progress().advance(1);
              return operation;
            });
    return new Result(tensors, operations.toArray(new Operation[0]), inputs, outputs);
  }

  /**
   * What finished operations produce for other inputs.
   *
   * @param result of {@link #quantize} with the same plan
   * @return logits of each input
   */
  public short[][] answers(Result result, Map<String, TensorQuantization> plan, Inputs images) {
    return answers(
        result.tensors(), elements(plan, images), (step, store) -> result.operations()[step]);
  }

  /**
   * Runs operations that somebody else made.
   *
   * @param plan quantization of every tensor between steps
   * @return them with what they produced
   */
  public Result run(
      TensorSpec[] tensors,
      Operation[] operations,
      Map<String, TensorQuantization> plan,
      Inputs images) {
    byte[][] inputs = elements(plan, images);
    return new Result(
        tensors, operations, inputs, answers(tensors, inputs, (step, store) -> operations[step]));
  }

  /** The operation of a step, given what those before it produced. */
  private interface Operations {
    Operation of(int step, ActivationStore store);
  }

  /** Runs step after step on all inputs; a tensor is forgotten when its last reader has run. */
  private short[][] answers(TensorSpec[] tensors, byte[][] inputs, Operations operations) {
    ActivationStore store = new ActivationStore(inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      store.put(graph.graph().inputName(), i, inputs[i]);
    }
    StepRunner runner = new StepRunner(run);
    Map<String, Integer> lastReader = lastReaders();
    for (int s = 0; s < graph.steps().size(); s++) {
      runner.run(operations.of(s, store), tensors, store);
      for (String tensor : graph.steps().get(s).inputs()) {
        if (lastReader.get(tensor) == s) {
          store.release(tensor);
        }
      }
    }
    short[][] outputs = new short[inputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = answer(store, i);
    }
    return outputs;
  }

  /** The elements of all heads, for one input. */
  private short[] answer(ActivationStore store, int image) {
    short[] answer = new short[graph.graph().answerElements()];
    int next = 0;
    for (String head : graph.graph().heads()) {
      int[] elements = new int[graph.shape(head).elements()];
      ActivationStore.widen(store.get(head, image), 0, elements.length, elements);
      for (int element : elements) {
        answer[next++] = (short) element;
      }
    }
    return answer;
  }

  /** The quantized inputs. */
  private byte[][] elements(Map<String, TensorQuantization> plan, Inputs images) {
    String input = graph.graph().inputName();
    TensorSpec spec = plan.get(input).spec(input, graph.shape(input));
    byte[][] elements = new byte[images.count()][spec.elements()];
    run.parallel().each(elements.length, i -> spec.elements(images.get(i), elements[i], 0));
    return elements;
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

  private Map<String, Integer> lastReaders() {
    Map<String, Integer> last = new HashMap<>();
    for (int s = 0; s < graph.steps().size(); s++) {
      for (String tensor : graph.steps().get(s).inputs()) {
        last.put(tensor, s);
      }
    }
    graph.graph().heads().forEach(head -> last.put(head, Integer.MAX_VALUE));
    return last;
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
        new WeightQuantizer(techniques.errorCompensation(), run.parallel())
            .quantize(conv, in, summand, moments, wanted);
    return ConvolutionLowering.lower(step, weights, context);
  }
}

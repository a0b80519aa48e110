package dev.octet.quantizer.sensitivity;

import dev.octet.calibration.Progress;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.Workers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What rounding some tensors of an otherwise float network does to its logits (docs/arithmetic.md,
 * equation 23).
 */
public final class LogitNoise {
  private final FloatGraph graph;
  private final FloatExecutor executor;
  private final Workers workers;

  /** For a graph without batch normalization. */
  public LogitNoise(FloatGraph graph, Workers workers) {
    this.graph = graph;
    this.executor = new FloatExecutor(graph);
    this.workers = workers;
  }

  /**
   * The noise of each case.
   *
   * @param cases tensors to round, with their quantizations
   * @param inputs float inputs, HWC
   * @param count number of inputs
   * @param logits the float network's answers to them
   * @param progress advanced once for each case and input
   */
  public List<InputNoise> measure(
      List<Map<String, TensorQuantization>> cases,
      IntFunction<float[]> inputs,
      int count,
      IntFunction<float[]> logits,
      Progress progress) {
    double[][][] answers = new double[cases.size()][count][];
    workers.eachWith(
        count,
        executor::newSession,
        (FloatSession session, int i) -> {
          float[] input = inputs.apply(i);
          for (int c = 0; c < answers.length; c++) {
            answers[c][i] = rounded(session, input, cases.get(c));
            progress.advance(1);
          }
        });
    return Arrays.stream(answers).map(found -> InputNoise.of(logits, found)).toList();
  }

  private double[] rounded(
      FloatSession session, float[] input, Map<String, TensorQuantization> quantizations) {
    float[] fed = input;
    TensorQuantization first = quantizations.get(graph.inputName());
    if (first != null) {
      fed = input.clone();
      first.round(fed, fed.length);
    }
    double[] answer = new double[graph.outputShape().elements()];
    Set<String> seen = new HashSet<>(quantizations.keySet());
    seen.remove(graph.inputName());
    seen.add(graph.outputName());
    session.run(
        fed,
        seen,
        (name, shape, values) -> {
          TensorQuantization quantization = quantizations.get(name);
          if (quantization != null) {
            quantization.round(values, shape.elements());
          }
          if (name.equals(graph.outputName())) {
            Arrays.setAll(answer, c -> values[c]);
          }
        });
    return answer;
  }
}

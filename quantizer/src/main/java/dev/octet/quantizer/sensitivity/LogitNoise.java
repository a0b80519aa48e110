package dev.octet.quantizer.sensitivity;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.Run;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rounding some tensors of an otherwise float network does to its logits (docs/arithmetic.md,
 * equation 23).
 */
public final class LogitNoise {
  private final FloatGraph graph;
  private final FloatExecutor executor;
  private final Run run;

  /** For a graph without batch normalization. */
  public LogitNoise(FloatGraph graph, Run run) {
    this.graph = graph;
    this.executor = new FloatExecutor(graph);
    this.run = run;
  }

  /**
   * The noise of each case.
   *
   * @param cases tensors to round, with their quantizations
   * @param answered inputs; the progress advances once for each case and input
   */
  public List<InputNoise> measure(List<Map<String, TensorQuantization>> cases, Answered answered) {
    double[][][] answers = new double[cases.size()][answered.count()][];
    run.parallel()
        .each(
            answered.count(),
            executor::newSession,
            (FloatSession session, int i) -> {
              float[] input = answered.inputs().get(i);
              for (int c = 0; c < answers.length; c++) {
                answers[c][i] = rounded(session, input, cases.get(c));
                run.progress().advance(1);
              }
            });
    return Arrays.stream(answers)
        .map(found -> InputNoise.worst(graph, answered.logits(), found))
        .toList();
  }

  private double[] rounded(
      FloatSession session, float[] input, Map<String, TensorQuantization> quantizations) {
    float[] fed = input;
    TensorQuantization first = quantizations.get(graph.inputName());
    if (first != null) {
      fed = input.clone();
      first.round(fed, fed.length);
    }
    double[] answer = new double[graph.answerElements()];
    Set<String> seen = new HashSet<>(quantizations.keySet());
    seen.remove(graph.inputName());
    seen.addAll(graph.heads());
    session.run(
        fed,
        seen,
        (name, shape, values) -> {
          TensorQuantization quantization = quantizations.get(name);
          if (quantization != null) {
            quantization.round(values, shape.elements());
          }
          if (graph.heads().contains(name)) {
            int begin = graph.answerOffset(name);
            for (int i = 0; i < shape.elements(); i++) {
              answer[begin + i] = values[i];
            }
          }
        });
    return answer;
  }
}

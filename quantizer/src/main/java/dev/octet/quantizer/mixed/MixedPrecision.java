package dev.octet.quantizer.mixed;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.sensitivity.SensitivityScan;
import dev.octet.quantizer.sensitivity.SensitivityScan.Sensitivity;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.tuning.Attempt;
import dev.octet.runtime.schedule.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives 16 bits to the tensors whose 8 bits cost most, until the logits of 19 in 20 inputs are as
 * close to float as asked for (docs/arithmetic.md, equation 28; after arXiv 2302.05397): a mean
 * over all inputs would be that of the inputs with large logits, but top-1 changes where logits are
 * small. Tensors are ranked once, by what quantizing each alone does to the logits, and widened in
 * this order ({@link GreedyWidening}).
 *
 * @param graph the steps
 * @param run threads, and who is told
 */
public record MixedPrecision(StepGraph graph, Run run) {
  /**
   * Widens tensors of an int8 quantization.
   *
   * @param start with 8 bits between steps
   * @param minSqnrDb the fidelity asked for of 19 in 20 inputs
   * @param quantize quantizes with the given tensors at 16 bits
   * @param samples inputs that tensors are ranked on, best such that ranges were not fitted to:
   *     clipping does not show on others
   * @return the last attempt that was kept
   */
  public Attempt widen(
      Attempt start,
      double minSqnrDb,
      Function<Set<String>, Attempt> quantize,
      List<SensitivityScan.Sample> samples) {
    if (start.fidelity().lowSqnrDb() >= minSqnrDb) {
      return start;
    }
    List<Sensitivity> ranked =
        new SensitivityScan(graph.graph(), run).scan(candidates(start.plan()), samples);
    return new GreedyWidening(minSqnrDb, quantize, run).widen(start, ranked);
  }

  /**
   * The tensors of fewer bits that a step computes itself; those that only pass elements on follow
   * them.
   */
  private List<String> candidates(Map<String, TensorQuantization> plan) {
    return graph.steps().stream()
        .filter(step -> !(step instanceof Step.Inheriting))
        .map(Step::output)
        .filter(tensor -> plan.get(tensor).type() != ElementType.INT16)
        .toList();
  }
}

package dev.octet.quantizer.datafree;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.tuning.TuningMoments;
import dev.octet.quantizer.weight.AssumedMoments;
import dev.octet.quantizer.weight.InputMoments;

/** Moments that follow from batch normalizations (docs/arithmetic.md, analytical correction). */
public record DataFreeMoments(StepGraph graph, DataFreeStatistics statistics)
    implements TuningMoments {
  @Override
  public InputMoments inputs(Step.Conv step, TensorQuantization input, ActivationStore store) {
    String source = step.source();
    return AssumedMoments.of(
        step.conv(),
        graph.shape(source),
        input,
        statistics.mean(source),
        statistics.covariance(source));
  }

  @Override
  public double[] mean(String tensor, TensorQuantization quantization, ActivationStore store) {
    return statistics.mean(tensor);
  }
}

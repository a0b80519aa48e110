package dev.octet.quantizer.tuning;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.schedule.LoweringContext;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.step.Step;

/** Changes a convolution's float weights before they are rounded. */
public interface WeightFit {
  /** Weights as they are. */
  WeightFit NONE = (step, context, store) -> step.conv();

  /**
   * The convolution to round.
   *
   * @param context quantization of the step's tensors
   * @param store what the quantized steps before it produced
   */
  Op.Conv fit(Step.Conv step, LoweringContext context, ActivationStore store);
}

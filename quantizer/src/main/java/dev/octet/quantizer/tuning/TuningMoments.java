package dev.octet.quantizer.tuning;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.weight.InputMoments;

/** What is known of the quantized tensors that a step reads when its weights are tuned. */
public interface TuningMoments {
  /**
   * Moments of a convolution's input patches.
   *
   * @param input quantization of its input
   * @param store what the steps before it produced
   */
  InputMoments inputs(Step.Conv step, TensorQuantization input, ActivationStore store);

  /** Mean real value of each channel of a tensor. */
  double[] mean(String tensor, TensorQuantization quantization, ActivationStore store);
}

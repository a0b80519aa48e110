package dev.octet.quantizer.range;

import java.util.Set;

/**
 * How activation tensors are quantized.
 *
 * @param method how ranges are found
 * @param channelScales whether each channel of a tensor has a scale of its own where that is free
 * @param balance whether tensors that dense convolutions read share the difficulty between
 *     activations and weights (equalization)
 * @param wide tensors that get 16 bits
 */
public record PlanOptions(
    RangeMethod method, boolean channelScales, boolean balance, Set<String> wide) {
  /** Copies the set. */
  public PlanOptions {
    wide = Set.copyOf(wide);
  }

  /** The same with another method. */
  public PlanOptions withMethod(RangeMethod value) {
    return new PlanOptions(value, channelScales, balance, wide);
  }

  /** The same with or without balance. */
  public PlanOptions withBalance(boolean value) {
    return new PlanOptions(method, channelScales, value, wide);
  }

  /** The same with other 16-bit tensors. */
  public PlanOptions withWide(Set<String> tensors) {
    return new PlanOptions(method, channelScales, balance, tensors);
  }
}

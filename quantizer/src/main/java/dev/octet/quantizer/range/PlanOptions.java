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
}

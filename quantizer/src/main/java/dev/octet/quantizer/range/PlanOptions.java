package dev.octet.quantizer.range;

import dev.octet.runtime.schedule.ElementType;
import java.util.Map;
import java.util.Set;

/**
 * How activation tensors are quantized.
 *
 * @param method how ranges are found
 * @param channelScales whether each channel of a tensor has a scale of its own where that is free
 * @param balance whether tensors that dense convolutions read share the difficulty between
 *     activations and weights (equalization)
 * @param roomy tensors that get more than 8 bits because these cost nothing ({@link FreeBits})
 * @param wide tensors that get 16 bits
 */
public record PlanOptions(
    RangeMethod method,
    boolean channelScales,
    boolean balance,
    Map<String, ElementType> roomy,
    Set<String> wide) {
  /** Copies the sets. */
  public PlanOptions {
    roomy = Map.copyOf(roomy);
    wide = Set.copyOf(wide);
  }

  /** The same with another method. */
  public PlanOptions withMethod(RangeMethod value) {
    return new PlanOptions(value, channelScales, balance, roomy, wide);
  }

  /** The same with or without balance. */
  public PlanOptions withBalance(boolean value) {
    return new PlanOptions(method, channelScales, value, roomy, wide);
  }

  /** The same with other bits for tensors that have room for them. */
  public PlanOptions withRoomy(Map<String, ElementType> types) {
    return new PlanOptions(method, channelScales, balance, types, wide);
  }

  /** The same with other 16-bit tensors. */
  public PlanOptions withWide(Set<String> tensors) {
    return new PlanOptions(method, channelScales, balance, roomy, tensors);
  }
}

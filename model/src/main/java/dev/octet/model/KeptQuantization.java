package dev.octet.model;

import java.util.Map;

/**
 * How a file is quantized already. The float graph's weights and biases are exact multiples of the
 * scales, so that the file's integers can be had again.
 *
 * @param tensors by name in the float graph; those of the graph that are missing are not rounded
 * @param weights scales of convolutions' weights by the node's name, one or one per output channel
 */
public record KeptQuantization(Map<String, TensorScale> tensors, Map<String, double[]> weights) {
  /** Copies the maps. */
  public KeptQuantization {
    tensors = Map.copyOf(tensors);
    weights = Map.copyOf(weights);
  }
}

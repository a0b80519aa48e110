package dev.octet.report.layer;

import dev.octet.runtime.schedule.TensorSpec;

/**
 * The real values that a quantized tensor can show.
 *
 * @param low the smallest one, in any channel
 * @param high the largest one, in any channel
 */
public record TensorRange(double low, double high) {
  /** The range of a tensor. */
  public static TensorRange of(TensorSpec tensor) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < tensor.quantizationCount(); c++) {
      low = Math.min(low, tensor.scale(c) * (tensor.type().min() - tensor.zeroPoint(c)));
      high = Math.max(high, tensor.scale(c) * (tensor.type().max() - tensor.zeroPoint(c)));
    }
    return new TensorRange(low, high);
  }
}

package dev.octet.model.tflite.read;

/**
 * What the elements of a quantized tensor mean: {@code real = scale * (element - zeroPoint)}.
 *
 * @param scale one for the tensor or one per slice along the axis, positive and finite
 * @param zeroPoint as many
 * @param axis which axis the slices lie along
 */
public record AffineScale(double[] scale, long[] zeroPoint, int axis) {
  /** Whether all elements have the same scale. */
  public boolean isPerTensor() {
    return scale.length == 1;
  }
}

package dev.octet.model;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the user says about a model file; everything is optional.
 *
 * @param height rows of the input, for files that leave it open
 * @param width columns of the input, for files that leave it open
 * @param arch family of a state dict: {@code mobilenet_v1}, {@code mobilenet_v1_shallow}, {@code
 *     mobilenet_v2}, {@code mobilenet_v3_large}, {@code mobilenet_v3_small}, the last two also with
 *     {@code _minimalistic} after them, {@code efficientnet_lite0} and others; timm's spelling is
 *     understood, and its {@code tf_} means TensorFlow's padding and epsilon
 * @param activation {@code relu} or {@code relu6}, for state dicts (V1, V2, EfficientNet-Lite),
 *     which cannot tell
 * @param bnEpsilon epsilon of the batch normalizations of a state dict
 * @param padding {@code symmetric} or {@code same}, for state dicts
 */
public record ImportOptions(
    Optional<Integer> height,
    Optional<Integer> width,
    Optional<String> arch,
    Optional<String> activation,
    OptionalDouble bnEpsilon,
    Optional<String> padding) {
  /** Nothing given. */
  public static ImportOptions none() {
    return new ImportOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  /** An input of {@code height} x {@code width}, nothing else given. */
  public static ImportOptions size(int height, int width) {
    return new ImportOptions(
        Optional.of(height),
        Optional.of(width),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }
}

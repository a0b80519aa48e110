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
 * @param strides strides of a state dict: the first convolution's, then one for each stage or
 *     block, with {@code d2} after it for a dilation of 2
 * @param gates {@code after}, {@code before} or {@code mixed}: where the squeeze-excites of a state
 *     dict stand beside the activation
 * @param bgr whether the network was trained on pictures with the channels in the order blue,
 *     green, red
 */
public record ImportOptions(
    Optional<Integer> height,
    Optional<Integer> width,
    Optional<String> arch,
    Optional<String> activation,
    OptionalDouble bnEpsilon,
    Optional<String> padding,
    Optional<String> strides,
    Optional<String> gates,
    boolean bgr) {
  /** Without strides, order of squeeze-excites and of channels. */
  public ImportOptions(
      Optional<Integer> height,
      Optional<Integer> width,
      Optional<String> arch,
      Optional<String> activation,
      OptionalDouble bnEpsilon,
      Optional<String> padding) {
    this(
        height,
        width,
        arch,
        activation,
        bnEpsilon,
        padding,
        Optional.empty(),
        Optional.empty(),
        false);
  }

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

  /** The same for an input of another size. */
  public ImportOptions withSize(int rows, int columns) {
    return new ImportOptions(
        Optional.of(rows),
        Optional.of(columns),
        arch,
        activation,
        bnEpsilon,
        padding,
        strides,
        gates,
        bgr);
  }

  /** The same with another activation. */
  public ImportOptions withActivation(String other) {
    return new ImportOptions(
        height, width, arch, Optional.of(other), bnEpsilon, padding, strides, gates, bgr);
  }

  /** The same with another epsilon. */
  public ImportOptions withBnEpsilon(double other) {
    return new ImportOptions(
        height, width, arch, activation, OptionalDouble.of(other), padding, strides, gates, bgr);
  }

  /** The same with another padding. */
  public ImportOptions withPadding(String other) {
    return new ImportOptions(
        height, width, arch, activation, bnEpsilon, Optional.of(other), strides, gates, bgr);
  }

  /** The same with other strides. */
  public ImportOptions withStrides(String other) {
    return new ImportOptions(
        height, width, arch, activation, bnEpsilon, padding, Optional.of(other), gates, bgr);
  }

  /** The same with another order of squeeze-excites. */
  public ImportOptions withGates(String other) {
    return new ImportOptions(
        height, width, arch, activation, bnEpsilon, padding, strides, Optional.of(other), bgr);
  }

  /** The same with another order of the channels. */
  public ImportOptions withBgr(boolean other) {
    return new ImportOptions(
        height, width, arch, activation, bnEpsilon, padding, strides, gates, other);
  }
}

package dev.octet.model.family;

import dev.octet.model.family.parameter.Layer;
import dev.octet.model.family.parameter.ParameterGroup;

/** One step of a network whose layers have been found but whose values have not been read. */
sealed interface FamilyStep {
  /**
   * A convolution or fully connected layer and its batch normalization.
   *
   * @param depthwise whether each channel has its own kernel
   * @param repetition 0 for the first use of the layer's weights, 1 for the next, ...
   */
  record Weighted(Layer layer, boolean depthwise, Stride stride, int repetition)
      implements FamilyStep {}

  /** A batch normalization that follows no layer, as before a classifier. */
  record Normalize(ParameterGroup norm) implements FamilyStep {}

  /** An activation after the step before it. */
  record Activate(ActivationKind activation) implements FamilyStep {}

  /** A squeeze-excite: the map times the gate computed from it. */
  record Gate(Layer reduce, Layer expand, int repetition) implements FamilyStep {}

  /** Remembers the tensor that a residual starts from. */
  record Fork() implements FamilyStep {}

  /** Turns the remembered tensor into one with as many channels as the block gives. */
  record Shortcut(Layer layer) implements FamilyStep {}

  /** Adds the remembered tensor. */
  record Join() implements FamilyStep {}

  /** Mean over all pixels. */
  record Pool() implements FamilyStep {}
}

package dev.octet.model;

import dev.octet.model.graph.GraphOutput;

/**
 * Something the file did not say and the importer decided; printed and stored.
 *
 * @param name what was decided, such as {@code activation}
 * @param value the decision, such as {@code relu6}
 * @param reason why, and the option that changes it
 */
public record Choice(String name, String value, String reason) {
  /** Name of the choice of a state dict's family. */
  public static final String FAMILY = "family";

  /** Name of the choice that says whose names the parameters of a state dict have. */
  public static final String LAYOUT = "layout";

  /** Name of the choice of strides. */
  public static final String STRIDES = "strides";

  /** Name of the choice where squeeze-excites stand. */
  public static final String GATES = "squeeze-excite";

  /** Name of the choice of the activation. */
  public static final String ACTIVATION = "activation";

  /** Name of the choice of padding. */
  public static final String PADDING = "padding";

  /** Name of the choice of the batch norms' epsilon. */
  public static final String BN_EPSILON = "bn-eps";

  /** Name of the choice of the order of channels. */
  public static final String CHANNELS = "channels";

  /** Name of the choice that says whether the batch norms know the photos. */
  public static final String TRAINED_ON = "trained on photos like these, preprocessed like this";

  /** What is reported of a network whose channels are turned round. */
  public static final Choice BGR =
      new Choice(
          CHANNELS,
          "bgr",
          "as --bgr says: the network was trained on BGR, and now takes RGB; means and standard"
              + " deviations are in the order R, G, B");

  /** What is reported of a state dict whose names nobody is known to use. */
  public static final Choice UNKNOWN_LAYOUT =
      new Choice(
          LAYOUT,
          "unknown names",
          "only the shapes fit; check the choices below, or name the family with --arch");

  /** What is reported of a network that ends in a log-softmax. */
  public static final Choice LOG_SOFTMAX =
      new Choice(
          "output", "logits", "the log-softmax at the end is split off; probabilities are shown");

  /** What is reported of a network that ends in a sigmoid over each of several values. */
  public static final Choice SIGMOIDS =
      new Choice(
          "output",
          "a probability for each",
          "the sigmoids at the end are split off; logits, agreement and figures are of their"
              + " inputs, octet run shows the sigmoid of each");

  /** What is reported of a network that ends in a sigmoid over one value. */
  public static final Choice TWO_CLASSES =
      new Choice(
          "output",
          "two classes",
          "the sigmoid at the end is split off; it is the probability of the second class");

  /**
   * What is reported of an output that ends in sigmoids.
   *
   * @param only whether it is the network's only one
   */
  public static Choice sigmoids(GraphOutput output, boolean only) {
    if (only) {
      return output.elements() == 1 ? TWO_CLASSES : SIGMOIDS;
    }
    return new Choice(
        "output '" + output.name() + "'",
        "sigmoids",
        "the sigmoids at the end are split off; figures are of their inputs");
  }
}

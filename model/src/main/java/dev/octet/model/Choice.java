package dev.octet.model;

/**
 * Something the file did not say and the importer decided; printed and stored.
 *
 * @param name what was decided, such as {@code activation}
 * @param value the decision, such as {@code relu6}
 * @param reason why, and the option that changes it
 */
public record Choice(String name, String value, String reason) {
  /** What is reported of a network that ends in a log-softmax. */
  public static final Choice LOG_SOFTMAX =
      new Choice(
          "output", "logits", "the log-softmax at the end is split off; probabilities are shown");

  /** What is reported of a network that ends in a sigmoid over each of several values. */
  public static final Choice SIGMOIDS =
      new Choice(
          "output",
          "a probability for each",
          "the sigmoids at the end are split off; logits, agreement and figures are of their inputs,"
              + " octet run shows the sigmoid of each");

  /** What is reported of a network that ends in a sigmoid over one value. */
  public static final Choice TWO_CLASSES =
      new Choice(
          "output",
          "two classes",
          "the sigmoid at the end is split off; it is the probability of the second class");
}

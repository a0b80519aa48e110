package dev.octet.cli.model;

import dev.octet.model.Choice;
import dev.octet.quantizer.provenance.Provenance;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;

/** What the outputs of an int8 model are shown as. */
enum Scores {
  /** Classes that exclude each other: the softmax of the logits. */
  SOFTMAX("softmax of the logits", true),
  /** Classes that do not: the sigmoid of each logit. */
  SIGMOIDS("sigmoid of each logit", true),
  /** Numbers, or logits of classes without names: shown as they are. */
  VALUES("softmax of the logits", false);

  private final String description;
  private final boolean percent;

  Scores(String description, boolean percent) {
    this.description = description;
    this.percent = percent;
  }

  /**
   * What a model's outputs are: the network says so by how it ends, or else its classes have names.
   */
  static Scores of(OctetModel model) {
    if (endsInSigmoids(model)) {
      return SIGMOIDS;
    }
    boolean classes =
        model.classes() > 1 && (model.schedule().softmax || model.schedule().labels.length > 0);
    return classes ? SOFTMAX : VALUES;
  }

  /** Whether the float network ended in a sigmoid over each of several values. */
  static boolean endsInSigmoids(OctetModel model) {
    return Provenance.read(model.schedule().provenance).stream()
        .flatMap(provenance -> provenance.choices().stream())
        .anyMatch(
            choice ->
                choice.name().equals(Choice.SIGMOIDS.name())
                    && choice.value().equals(Choice.SIGMOIDS.value()));
  }

  /** How probabilities are computed. */
  String description() {
    return description;
  }

  /** Whether text shows probabilities, not values. */
  boolean percent() {
    return percent;
  }

  /** The probability of every class after a run. */
  float[] probabilities(Session session) {
    float[] probabilities = new float[session.model().classes()];
    if (this != SIGMOIDS) {
      session.probabilities(probabilities);
      return probabilities;
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = (float) (1 / (1 + StrictMath.exp(-session.logit(i))));
    }
    return probabilities;
  }
}

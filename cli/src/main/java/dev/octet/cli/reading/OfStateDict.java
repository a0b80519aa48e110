package dev.octet.cli.reading;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;

/** Whether a network was read from parameters alone. */
public final class OfStateDict {
  private OfStateDict() {}

  /** Whether strides, padding and activations were not in the file. */
  public static boolean isOne(FloatModel model) {
    return model.choices().stream().anyMatch(choice -> choice.name().equals(Choice.FAMILY));
  }
}

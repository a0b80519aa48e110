package dev.octet.model.family;

import java.util.List;

/** The names of the families that state dicts may have, for help texts and messages. */
public final class FamilyNames {
  private FamilyNames() {}

  /** All of them, each once, as {@code --arch} takes them. */
  public static List<String> all() {
    return Families.ALL.stream().map(Family::name).distinct().toList();
  }

  /** Those whose activation may be ReLU as well as ReLU6, which a state dict cannot tell. */
  public static List<String> ofOpenActivation() {
    return Families.ALL.stream()
        .filter(Family::activationOpen)
        .map(Family::name)
        .distinct()
        .toList();
  }
}

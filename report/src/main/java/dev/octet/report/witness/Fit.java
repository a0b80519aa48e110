package dev.octet.report.witness;

import java.util.Locale;

/** An answer of the batch norms. */
public enum Fit {
  /** No farther from training than so few inputs must be, or hardly. */
  YES,
  /** Farther: other pictures than in training, or something small is wrong. */
  DOUBTFUL,
  /** So far that the network is not what was trained, or is not fed as it was. */
  NO;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

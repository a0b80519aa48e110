package dev.octet.runtime;

import dev.octet.runtime.schedule.GoldenVector;

/** Runs a model's golden vectors: whether this machine computes what the host computed. */
public final class SelfCheck {
  private final int vectors;
  private final int differing;
  private final String difference;

  private SelfCheck(int vectors, int differing, String difference) {
    this.vectors = vectors;
    this.differing = differing;
    this.difference = difference;
  }

  /**
   * Runs all golden vectors of the session's model, from the first on with the kernel set that the
   * model names.
   */
  public static SelfCheck run(Session session) {
    session.model().warmUp();
    GoldenVector[] golden = session.model().schedule().golden;
    int differing = 0;
    String difference = "";
    for (int i = 0; i < golden.length; i++) {
      session.run(golden[i].input, 0);
      String found = difference(session, golden[i]);
      if (found != null) {
        difference = differing == 0 ? "golden vector " + i + ", " + found : difference;
        differing++;
      }
    }
    return new SelfCheck(golden.length, differing, difference);
  }

  private static String difference(Session session, GoldenVector vector) {
    for (int c = 0; c < vector.output.length; c++) {
      if (session.rawLogit(c) != vector.output[c]) {
        return "output " + c + " is " + session.rawLogit(c) + " instead of " + vector.output[c];
      }
    }
    return null;
  }

  /** Whether every output was the same, bit for bit. */
  public boolean passed() {
    return differing == 0;
  }

  /** Number of golden vectors. */
  public int vectors() {
    return vectors;
  }

  /** Number of vectors with another output. */
  public int differing() {
    return differing;
  }

  /** Where the first difference is; empty when there is none. */
  public String difference() {
    return difference;
  }
}

package dev.octet.report.witness;

/**
 * Where two readings of a network part, and which of them is nearer to training
 * (docs/arithmetic.md, equation 42).
 *
 * @param layer the first batch norm that sees something else; empty if none does
 * @param near over that layer and the next ones
 * @param overall over all layers
 */
public record Parting(String layer, Estimate near, Estimate overall) {
  /** Layers that count as near. */
  static final int NEAR = 4;

  /** Standard errors that a difference has to have. */
  private static final double CLEAR = 3;

  /** Part of the divergence that has to go away with it. */
  private static final double SHARE = 0.25;

  /**
   * Mean divergence of both readings over some layers, nats.
   *
   * @param here of the one
   * @param there of the other
   * @param error standard error of the difference, over inputs
   */
  public record Estimate(double here, double there, double error) {
    boolean isClear() {
      return Math.abs(here - there) > CLEAR * error;
    }

    boolean isBetterThere() {
      return isClear() && here - there > SHARE * here;
    }
  }

  /**
   * Whether the other reading is clearly nearer to training: over all layers or, where those do not
   * tell, over the first ones that differ.
   */
  public boolean isOtherBetter() {
    return overall.isBetterThere() || (!overall.isClear() && near.isBetterThere());
  }

  /** Whether inputs like these do not tell the readings apart. */
  public boolean isTie() {
    return !overall.isClear() && !near.isClear();
  }
}

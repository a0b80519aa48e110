package dev.octet.quantizer.step;

import dev.octet.model.graph.Op;

/**
 * What happens to a step's sum before it is rounded: hard-swish, or {@code min(max(alpha * x +
 * beta, low), high)}, which is identity, ReLU, ReLU6, any clip, and hard-sigmoid
 * (docs/arithmetic.md, equations 12 and 13).
 *
 * @param hardSwish whether it is the hard-swish; the other parts then mean nothing
 * @param alpha factor
 * @param beta summand
 * @param low lower bound, perhaps -infinity
 * @param high upper bound, perhaps +infinity
 */
public record StepActivation(
    boolean hardSwish, double alpha, double beta, double low, double high) {
  /** Nothing happens. */
  public static final StepActivation NONE =
      new StepActivation(false, 1, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** The smallest value of hard-swish, at x = -3/2. */
  public static final double HARD_SWISH_MINIMUM = -0.375;

  /** The activation that an operation stands for, or null if it is not one. */
  public static StepActivation of(Op op) {
    if (op instanceof Op.Clip clip) {
      return new StepActivation(false, 1, 0, clip.low(), clip.high());
    }
    if (op instanceof Op.HardSigmoid sigmoid) {
      return new StepActivation(false, sigmoid.alpha(), sigmoid.beta(), 0, 1);
    }
    if (op instanceof Op.HardSwish) {
      return new StepActivation(true, 1, 0, HARD_SWISH_MINIMUM, Double.POSITIVE_INFINITY);
    }
    return null;
  }

  /** Whether nothing happens. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** The activation of a value. */
  public double apply(double x) {
    return hardSwish
        ? x * Math.min(Math.max(x + 3, 0), 6) / 6
        : Math.min(Math.max(alpha * x + beta, low), high);
  }
}

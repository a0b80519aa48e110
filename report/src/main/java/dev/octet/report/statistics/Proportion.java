package dev.octet.report.statistics;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How many of some trials succeeded, with the Wilson score interval (95 %).
 *
 * @param successes number of successes
 * @param trials number of trials, at least 1
 * @param low lower bound of the proportion, 0 to 1
 * @param high upper bound of the proportion, 0 to 1
 */
public record Proportion(int successes, int trials, double low, double high) {
  /** Confidence of all intervals. */
  public static final double CONFIDENCE = 0.95;

  /** Finds the interval. */
  public static Proportion of(int successes, int trials) {
    ConfidenceInterval interval =
        new WilsonScoreInterval().createInterval(trials, successes, CONFIDENCE);
    // Rounding may leave the bounds a hair outside.
    return new Proportion(
        successes,
        trials,
        successes == 0 ? 0 : Math.max(0, interval.getLowerBound()),
        successes == trials ? 1 : Math.min(1, interval.getUpperBound()));
  }

  /** Successes / trials, 0 to 1. */
  public double value() {
    return (double) successes / trials;
  }
}

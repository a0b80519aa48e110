package dev.octet.report.statistics;

import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;

/**
 * Two classifiers on the same trials: the difference of their proportions (second minus first) with
 * Newcombe's 95 % interval for paired proportions (R. G. Newcombe, Statistics in Medicine 17, 1998,
 * method 10 without its correction), and McNemar's exact test.
 *
 * @param both trials that both got right
 * @param onlyFirst trials that only the first got right
 * @param onlySecond trials that only the second got right
 * @param neither trials that both got wrong
 * @param low lower bound of the difference, -1 to 1
 * @param high upper bound of the difference, -1 to 1
 * @param pValue probability of discordant counts as uneven as these or more if the two were equally
 *     good
 */
public record PairedDifference(
    int both, int onlyFirst, int onlySecond, int neither, double low, double high, double pValue) {
  /** Finds interval and p value; at least one trial is needed. */
  public static PairedDifference of(int both, int onlyFirst, int onlySecond, int neither) {
    int trials = both + onlyFirst + onlySecond + neither;
    Proportion first = Proportion.of(both + onlyFirst, trials);
    Proportion second = Proportion.of(both + onlySecond, trials);
    double difference = (double) (onlySecond - onlyFirst) / trials;
    double correlation = correlation(both, onlyFirst, onlySecond, neither);
    double low =
        difference
            - distance(second.value() - second.low(), first.high() - first.value(), correlation);
    double high =
        difference
            + distance(second.high() - second.value(), first.value() - first.low(), correlation);
    int discordant = onlyFirst + onlySecond;
    double pValue =
        discordant == 0
            ? 1
            : Math.min(
                1,
                new BinomialTest()
                    .binomialTest(discordant, onlyFirst, 0.5, AlternativeHypothesis.TWO_SIDED));
    return new PairedDifference(
        both, onlyFirst, onlySecond, neither, Math.max(-1, low), Math.min(1, high), pValue);
  }

  /** Second minus first, -1 to 1. */
  public double value() {
    return (double) (onlySecond - onlyFirst) / (both + onlyFirst + onlySecond + neither);
  }

  private static double distance(double a, double b, double correlation) {
    return Math.sqrt(Math.max(0, a * a - 2 * correlation * a * b + b * b));
  }

  private static double correlation(int both, int onlyFirst, int onlySecond, int neither) {
    double margins =
        (double) (both + onlyFirst)
            * (onlySecond + neither)
            * (both + onlySecond)
            * (onlyFirst + neither);
    return margins == 0
        ? 0
        : ((double) both * neither - (double) onlyFirst * onlySecond) / Math.sqrt(margins);
  }
}

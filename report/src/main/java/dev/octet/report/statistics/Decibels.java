package dev.octet.report.statistics;

/** Ratios of signal to noise in decibels, the same on every JVM. */
public final class Decibels {
  private Decibels() {}

  /**
   * {@code 10 log10(signal / noise)}.
   *
   * @param signal its power, at least 0
   * @param noise its power, at least 0
   * @return dB; positive infinity without noise, whatever the signal
   */
  public static double of(double signal, double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * StrictMath.log10(signal / noise);
  }

  /**
   * {@code -10 log10(noise)}.
   *
   * @param noise its power relative to the signal's, at least 0
   * @return dB; positive infinity without noise
   */
  public static double ofNoise(double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
  }
}

package dev.octet.report.layer;

import dev.octet.report.statistics.Decibels;

/**
 * How close a quantized signal is to a float one: sums that can be joined (docs/arithmetic.md,
 * equation 34).
 */
public final class Signal {
  private long count;
  private double power;
  private double noise;
  private double quantizedPower;
  private double product;

  /** Adds one element. */
  void add(double reference, double quantized) {
    count++;
    double error = quantized - reference;
    power += reference * reference;
    noise += error * error;
    quantizedPower += quantized * quantized;
    product += reference * quantized;
  }

  /** Adds another signal's sums. */
  void add(Signal other) {
    count += other.count;
    power += other.power;
    noise += other.noise;
    quantizedPower += other.quantizedPower;
    product += other.product;
  }

  /** Number of elements. */
  public long count() {
    return count;
  }

  /** Signal to quantization noise ratio in dB, infinite without noise. */
  public double sqnrDb() {
    return Decibels.of(power, noise);
  }

  /** Noise power relative to the signal's; 0 without noise. */
  public double relativeNoise() {
    return noise == 0 ? 0 : noise / power;
  }

  /** Cosine of the angle between the two, 1 if both are zero. */
  public double cosine() {
    double norm = Math.sqrt(power) * Math.sqrt(quantizedPower);
    return norm == 0 ? 1 : Math.min(1, product / norm);
  }
}

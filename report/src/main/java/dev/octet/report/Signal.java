package dev.octet.report;

/** How close a quantized signal is to a float one: sums that can be joined. */
public final class Signal {
  private double power;
  private double noise;
  private double quantizedPower;
  private double product;

  /** Adds one element. */
  void add(double reference, double quantized) {
    double error = quantized - reference;
    power += reference * reference;
    noise += error * error;
    quantizedPower += quantized * quantized;
    product += reference * quantized;
  }

  /** Adds another signal's sums. */
  void add(Signal other) {
    power += other.power;
    noise += other.noise;
    quantizedPower += other.quantizedPower;
    product += other.product;
  }

  /** Signal to quantization noise ratio in dB, infinite without noise. */
  public double sqnrDb() {
    return 10 * Math.log10(power / noise);
  }

  /** Cosine of the angle between the two, 1 if both are zero. */
  public double cosine() {
    double norm = Math.sqrt(power) * Math.sqrt(quantizedPower);
    return norm == 0 ? 1 : Math.min(1, product / norm);
  }
}

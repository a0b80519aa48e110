package dev.octet.report.layer;

import dev.octet.report.statistics.Decibels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
  public void add(Signal other) {
    count += other.count;
    power += other.power;
    noise += other.noise;
    quantizedPower += other.quantizedPower;
    product += other.product;
  }

  /** Adds two tensors of as many elements. */
  public void addAll(float[] reference, float... quantized) {
    for (int i = 0; i < reference.length; i++) {
      add(reference[i], quantized[i]);
    }
  }

  /** Writes the sums, for {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeDouble(power);
    out.writeDouble(noise);
    out.writeDouble(quantizedPower);
    out.writeDouble(product);
  }

  /** Reads sums that {@link #write} has written. */
  public static Signal read(DataInput in) throws IOException {
    Signal signal = new Signal();
    signal.count = in.readLong();
    signal.power = in.readDouble();
    signal.noise = in.readDouble();
    signal.quantizedPower = in.readDouble();
    signal.product = in.readDouble();
    return signal;
  }

  /** Power of the float signal, summed over all elements. */
  public double power() {
    return power;
  }

  /** Power of the error, summed over all elements. */
  public double noise() {
    return noise;
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

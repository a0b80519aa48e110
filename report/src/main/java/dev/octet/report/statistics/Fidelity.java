package dev.octet.report.statistics;

import java.util.Optional;

/**
 * How close the logits of an int8 network stay to those of its float network. Inputs are added one
 * by one, always in the same order for the same result. Not safe for use by several threads.
 */
public final class Fidelity {
  private static final int TOP = 5;

  private int images;
  private int labelled;
  private int agreements;
  private double signal;
  private double noise;
  private double product;
  private double energy;
  private double divergence;
  private int bothRight;
  private int onlyFloatRight;
  private int onlyInt8Right;
  private int floatTop5;
  private int int8Top5;

  /** Adds an input whose class is not known. */
  public void add(float[] reference, float[] quantized) {
    add(reference, quantized, -1);
  }

  /**
   * Adds an input.
   *
   * @param reference logits of the float network
   * @param quantized logits of the int8 network, dequantized
   * @param label class index, negative if not known
   * @throws IllegalArgumentException if the lengths differ or the label is no class
   */
  public void add(float[] reference, float[] quantized, int label) {
    add(ImageFidelity.of(reference, quantized, label));
  }

  /** Adds an input that was measured before. */
  public void add(ImageFidelity image) {
    images++;
    signal += image.signal();
    noise += image.noise();
    product += image.product();
    energy += image.energy();
    divergence += image.divergence();
    agreements += image.agrees() ? 1 : 0;
    if (image.labelled()) {
      labelled++;
      boolean right = image.floatRight();
      boolean quantizedRight = image.int8Right();
      bothRight += right && quantizedRight ? 1 : 0;
      onlyFloatRight += right && !quantizedRight ? 1 : 0;
      onlyInt8Right += !right && quantizedRight ? 1 : 0;
      floatTop5 += image.floatRank() < TOP ? 1 : 0;
      int8Top5 += image.int8Rank() < TOP ? 1 : 0;
    }
  }

  /** Index of the largest element, the first one of equals. */
  public static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** How many elements come before one when sorted downwards, equals in order of their index. */
  public static int rank(float[] values, int index) {
    int before = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] > values[index] || (values[i] == values[index] && i < index)) {
        before++;
      }
    }
    return before;
  }

  /** Probabilities of logits, in double. */
  public static double[] softmax(float[] logits) {
    double largest = logits[argmax(logits)];
    double[] result = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      result[i] = StrictMath.exp(logits[i] - largest);
      sum += result[i];
    }
    for (int i = 0; i < logits.length; i++) {
      result[i] /= sum;
    }
    return result;
  }

  /** Number of inputs. */
  public int images() {
    return images;
  }

  /** Number of inputs whose class is known. */
  public int labelled() {
    return labelled;
  }

  /**
   * Signal to quantization noise over all logits of all inputs, {@code 10 log10(sum f^2 / sum
   * (f-q)^2)}, in dB; positive infinity for equal logits.
   */
  public double sqnrDb() {
    return Decibels.of(signal, noise);
  }

  /** Mean Kullback-Leibler divergence of the int8 softmax from the float softmax, in nats. */
  public double kl() {
    // The rounding of equal distributions may sum to less than nothing.
    return Math.max(divergence / images, 0);
  }

  /** Cosine of the angle between all float and all int8 logits; 1 if both are zero. */
  public double cosine() {
    if (noise == 0) {
      return 1;
    }
    return signal == 0 || energy == 0 ? 0 : product / Math.sqrt(signal * energy);
  }

  /** Inputs for which both networks name the same class; at least one input is needed. */
  public Proportion agreement() {
    return Proportion.of(agreements, images);
  }

  /** Inputs the float network gets right; empty without labels. */
  public Optional<Proportion> floatTop1() {
    return proportion(bothRight + onlyFloatRight);
  }

  /** Inputs the int8 network gets right; empty without labels. */
  public Optional<Proportion> int8Top1() {
    return proportion(bothRight + onlyInt8Right);
  }

  /** Inputs whose class is among the float network's first five; empty without labels. */
  public Optional<Proportion> floatTop5() {
    return proportion(floatTop5);
  }

  /** Inputs whose class is among the int8 network's first five; empty without labels. */
  public Optional<Proportion> int8Top5() {
    return proportion(int8Top5);
  }

  /** Top-1 of the int8 network minus that of the float network; empty without labels. */
  public Optional<PairedDifference> top1Difference() {
    return labelled == 0
        ? Optional.empty()
        : Optional.of(
            PairedDifference.of(
                bothRight,
                onlyFloatRight,
                onlyInt8Right,
                labelled - bothRight - onlyFloatRight - onlyInt8Right));
  }

  private Optional<Proportion> proportion(int successes) {
    return labelled == 0 ? Optional.empty() : Optional.of(Proportion.of(successes, labelled));
  }
}

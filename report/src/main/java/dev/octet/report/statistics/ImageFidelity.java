package dev.octet.report.statistics;

/**
 * Results of one input: everything that figures over many inputs are summed from.
 *
 * @param label class index, negative if not known
 * @param floatTop the float network's top-1 class
 * @param int8Top the int8 network's top-1 class
 * @param floatRank place of the label in the float network's order, 0 for the first; -1 without a
 *     label
 * @param int8Rank the same of the int8 network
 * @param floatMargin the float network's largest logit minus its second largest
 * @param int8Margin the same of the int8 network
 * @param signal sum of squares of the float logits
 * @param noise sum of squares of the differences
 * @param product sum of products of both logits
 * @param energy sum of squares of the int8 logits
 * @param divergence Kullback-Leibler divergence of the int8 softmax from the float softmax, nats
 */
public record ImageFidelity(
    int label,
    int floatTop,
    int int8Top,
    int floatRank,
    int int8Rank,
    double floatMargin,
    double int8Margin,
    double signal,
    double noise,
    double product,
    double energy,
    double divergence) {
  /** Keeps the logarithm of a vanishing probability finite. */
  private static final double TINY = 1e-12;

  /**
   * Measures one input.
   *
   * @param reference logits of the float network
   * @param quantized logits of the int8 network, dequantized
   * @param label class index, negative if not known
   * @throws IllegalArgumentException if the lengths differ or the label is no class
   */
  public static ImageFidelity of(float[] reference, float[] quantized, int label) {
    if (reference.length != quantized.length || label >= reference.length) {
      throw new IllegalArgumentException(
          reference.length + " and " + quantized.length + " logits, label " + label);
    }
    double signal = 0;
    double noise = 0;
    double product = 0;
    double energy = 0;
    for (int i = 0; i < reference.length; i++) {
      double f = reference[i];
      double q = quantized[i];
      signal += f * f;
      noise += (f - q) * (f - q);
      product += f * q;
      energy += q * q;
    }
    int floatTop = Fidelity.argmax(reference);
    int int8Top = Fidelity.argmax(quantized);
    return new ImageFidelity(
        label < 0 ? -1 : label,
        floatTop,
        int8Top,
        label < 0 ? -1 : Fidelity.rank(reference, label),
        label < 0 ? -1 : Fidelity.rank(quantized, label),
        margin(reference, floatTop),
        margin(quantized, int8Top),
        signal,
        noise,
        product,
        energy,
        divergence(Fidelity.softmax(reference), Fidelity.softmax(quantized)));
  }

  /**
   * One input of a network without classes, by the output that lost most on it.
   *
   * @param signal power of the output's float values
   * @param noise power of their errors
   */
  public static ImageFidelity ofOutput(double signal, double noise) {
    return new ImageFidelity(-1, 0, 0, -1, -1, 0, 0, signal, noise, 0, 0, 0);
  }

  private static double margin(float[] logits, int top) {
    double second = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      if (i != top) {
        second = Math.max(second, logits[i]);
      }
    }
    return logits.length < 2 ? 0 : logits[top] - second;
  }

  private static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * (StrictMath.log(p[i] + TINY) - StrictMath.log(q[i] + TINY));
    }
    return sum;
  }

  /** Whether the class is known. */
  public boolean labelled() {
    return label >= 0;
  }

  /** Whether both networks name the same class. */
  public boolean agrees() {
    return floatTop == int8Top;
  }

  /** Whether the float network is known to be right. */
  public boolean floatRight() {
    return label >= 0 && floatTop == label;
  }

  /** Whether the int8 network is known to be right. */
  public boolean int8Right() {
    return label >= 0 && int8Top == label;
  }

  /** Noise relative to the signal: how far the logits moved. */
  public double relativeNoise() {
    return noise == 0 ? 0 : noise / signal;
  }
}

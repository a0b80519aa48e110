package dev.octet.report.witness;

import java.util.List;

/**
 * How far the tensors that batch norms normalize are from what they were in training, layer by
 * layer: in all inputs, and without each group of them, so that differences have a standard error.
 *
 * @param layers names of the batch norms, in order of computation
 * @param inputs number of inputs
 * @param all divergence of each layer, nats (docs/arithmetic.md, equation 42)
 * @param sampling the part of it that the choice of inputs alone explains, nats
 * @param without [group][layer] the divergence without a group of inputs
 */
public record Testimony(
    List<String> layers, int inputs, double[] all, double[] sampling, double[][] without) {
  /**
   * A divergence that says nothing: a mean that is off by a seventh of a standard deviation, or a
   * variance by a fifth.
   */
  private static final double SMALL = 0.01;

  /** A mean that is off by half a standard deviation, or a variance by a factor of two. */
  private static final double LARGE = 0.125;

  /** As many times the sampling's part may be there by chance. */
  private static final double CHANCE = 2;

  /** Fewer inputs tell nothing. */
  private static final int FEWEST = 4;

  /** Copies the list. */
  public Testimony {
    layers = List.copyOf(layers);
  }

  /** Mean over layers, nats. */
  public double divergence() {
    return mean(all, 0, all.length);
  }

  /** What the choice of inputs alone explains of {@link #divergence}, nats. */
  public double samplingPart() {
    return mean(sampling, 0, sampling.length);
  }

  /** Whether the network was trained on inputs like these. */
  public Fit verdict() {
    double chance = CHANCE * samplingPart();
    if (inputs < FEWEST) {
      return Fit.DOUBTFUL;
    }
    return divergence() <= SMALL + chance
        ? Fit.YES
        : divergence() <= LARGE + chance ? Fit.DOUBTFUL : Fit.NO;
  }

  /** The first layer that is as far from training as the verdict says; empty for yes. */
  public String begin() {
    double limit = verdict() == Fit.NO ? LARGE : SMALL;
    if (verdict() != Fit.YES) {
      for (int i = 0; i < all.length; i++) {
        if (all[i] > limit + CHANCE * sampling[i]) {
          return layers.get(i);
        }
      }
    }
    return "";
  }

  /** How this reading compares with another one of the same inputs. */
  public Parting partingFrom(Testimony other) {
    int count = Math.min(all.length, other.all.length);
    int first = 0;
    while (first < count && all[first] == other.all[first]) {
      first++;
    }
    int near = Math.min(count, first + Parting.NEAR);
    return new Parting(
        first < count ? layers.get(first) : "",
        estimate(other, first, near),
        estimate(other, 0, count));
  }

  private Parting.Estimate estimate(Testimony other, int from, int to) {
    int groups = Math.min(without.length, other.without.length);
    double here = mean(all, from, to);
    double there = mean(other.all, from, to);
    double squares = 0;
    double mean = 0;
    for (int g = 0; g < groups; g++) {
      mean += difference(other, g, from, to) / groups;
    }
    for (int g = 0; g < groups; g++) {
      double off = difference(other, g, from, to) - mean;
      squares += off * off;
    }
    double error =
        groups < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares * (groups - 1) / groups);
    return new Parting.Estimate(here, there, error);
  }

  private double difference(Testimony other, int group, int from, int to) {
    return mean(without[group], from, to) - mean(other.without[group], from, to);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return to > from ? sum / (to - from) : 0;
  }
}

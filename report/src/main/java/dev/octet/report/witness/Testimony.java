package dev.octet.report.witness;

import java.util.List;

/**
 * How far the tensors that batch norms normalize are from what they were in training, layer by
 * layer: in all inputs, and without each group of them, so that the sampling error is known.
 *
 * @param layers names of the batch norms, in order of computation
 * @param inputs number of inputs
 * @param all divergence of each layer, nats
 * @param without [group][layer] the same without a group of inputs
 */
public record Testimony(List<String> layers, int inputs, double[] all, double[][] without) {
  /** Copies the list. */
  public Testimony {
    layers = List.copyOf(layers);
  }

  /** Mean over layers, less what the sampling of so few inputs adds to it (jackknife). */
  public double divergence() {
    return estimate(all.length, null).value();
  }

  /** Standard error of {@link #divergence}. */
  public double standardError() {
    return estimate(all.length, null).standardError();
  }

  /** Mean over layers of the inputs as they are. */
  public double raw() {
    return mean(all, 0);
  }

  /**
   * A figure and its standard error over inputs.
   *
   * @param value the figure
   * @param standardError of it, infinite where one input cannot tell
   */
  public record Estimate(double value, double standardError) {}

  /** How much farther this reading is than another one of the same inputs. */
  public Estimate beyond(Testimony other) {
    return estimate(Math.min(all.length, other.all.length), other);
  }

  private Estimate estimate(int count, Testimony other) {
    int groups = without.length;
    double full = mean(all, 0) - (other == null ? 0 : mean(other.all, 0));
    if (groups < 2) {
      return new Estimate(full, Double.POSITIVE_INFINITY);
    }
    double[] each = new double[groups];
    double mean = 0;
    for (int g = 0; g < groups; g++) {
      each[g] = mean(without[g], 0) - (other == null ? 0 : mean(other.without[g], 0));
      mean += each[g] / groups;
    }
    double squares = 0;
    for (double value : each) {
      squares += (value - mean) * (value - mean);
    }
    double bias = (groups - 1) * (mean - full);
    return new Estimate(full - bias, Math.sqrt(squares * (groups - 1) / groups));
  }

  private static double mean(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i];
    }
    return sum / (values.length - from);
  }
}

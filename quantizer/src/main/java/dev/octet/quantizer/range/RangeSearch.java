package dev.octet.quantizer.range;

/** Finds the real range that a channel's elements should stand for, from its histogram. */
public final class RangeSearch {
  private static final int CANDIDATES = 96;
  private static final int ROUNDS = 2;
  private static final double PERCENTILE_TAIL = 1e-4;

  private final int levels;

  /** A search for elements of {@code levels + 1} values. */
  public RangeSearch(int levels) {
    this.levels = levels;
  }

  /**
   * A real range.
   *
   * @param low real value of the smallest element
   * @param high real value of the largest element
   */
  public record Range(double low, double high) {
    /** Extent. */
    public double width() {
      return high - low;
    }
  }

  /** The range of one channel by the given method. */
  public Range find(ChannelHistogram histogram, int channel, RangeMethod method) {
    return switch (method) {
      case MIN_MAX -> new Range(histogram.low(channel), histogram.high(channel));
      case MEAN_SQUARE -> meanSquare(histogram, channel);
      case PERCENTILE -> percentile(histogram, channel);
    };
  }

  private static Range percentile(ChannelHistogram histogram, int channel) {
    long total = 0;
    for (int bin = 0; bin < ChannelHistogram.BINS; bin++) {
      total += histogram.count(channel, bin);
    }
    long tail = (long) Math.floor(total * PERCENTILE_TAIL);
    double width = (histogram.high(channel) - histogram.low(channel)) / ChannelHistogram.BINS;
    int first = 0;
    for (long seen = histogram.count(channel, 0);
        seen <= tail && first < ChannelHistogram.BINS - 1; ) {
      seen += histogram.count(channel, ++first);
    }
    int last = ChannelHistogram.BINS - 1;
    for (long seen = histogram.count(channel, last); seen <= tail && last > first; ) {
      seen += histogram.count(channel, --last);
    }
    return new Range(
        histogram.low(channel) + first * width, histogram.low(channel) + (last + 1) * width);
  }

  private Range meanSquare(ChannelHistogram histogram, int channel) {
    Tails tails = new Tails(histogram, channel);
    double min = histogram.low(channel);
    double max = histogram.high(channel);
    double low = min;
    double high = max;
    for (int round = 0; round < ROUNDS; round++) {
      double best = Double.POSITIVE_INFINITY;
      double bestHigh = high;
      for (int i = 0; i < CANDIDATES; i++) {
        double candidate = max - (max - low) * i / CANDIDATES;
        double error = tails.error(low, candidate, levels);
        if (error < best) {
          best = error;
          bestHigh = candidate;
        }
      }
      high = bestHigh;
      double bestLow = low;
      for (int i = 0; i < CANDIDATES; i++) {
        double candidate = min + (high - min) * i / CANDIDATES;
        double error = tails.error(candidate, high, levels);
        if (error < best) {
          best = error;
          bestLow = candidate;
        }
      }
      low = bestLow;
    }
    return new Range(low, high);
  }

  /**
   * Sums of counts, values and squares from either end: the cost of any clipping in a few
   * operations.
   */
  private static final class Tails {
    private final double[] count = new double[ChannelHistogram.BINS + 1];
    private final double[] sum = new double[ChannelHistogram.BINS + 1];
    private final double[] square = new double[ChannelHistogram.BINS + 1];
    private final double min;
    private final double binsPerUnit;

    Tails(ChannelHistogram histogram, int channel) {
      min = histogram.low(channel);
      double range = histogram.high(channel) - min;
      binsPerUnit = range > 0 ? ChannelHistogram.BINS / range : 0;
      for (int bin = 0; bin < ChannelHistogram.BINS; bin++) {
        double n = histogram.count(channel, bin);
        double x = histogram.center(channel, bin);
        count[bin + 1] = count[bin] + n;
        sum[bin + 1] = sum[bin] + n * x;
        square[bin + 1] = square[bin] + n * x * x;
      }
    }

    /** Sum of squared errors of clipping to [low, high] and rounding to {@code levels} steps. */
    double error(double low, double high, int levels) {
      int all = ChannelHistogram.BINS;
      int from = bin(low);
      int to = bin(high);
      double step = (high - low) / levels;
      double below = square[from] - 2 * low * sum[from] + low * low * count[from];
      double above =
          square[all]
              - square[to]
              - 2 * high * (sum[all] - sum[to])
              + high * high * (count[all] - count[to]);
      return Math.max(below, 0) + Math.max(above, 0) + (count[to] - count[from]) * step * step / 12;
    }

    private int bin(double value) {
      long bin = Math.round((value - min) * binsPerUnit);
      return (int) Math.min(Math.max(bin, 0), ChannelHistogram.BINS);
    }
  }
}

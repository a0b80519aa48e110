package dev.octet.quantizer.range;

/** Finds the real range that a channel's elements should stand for, from its histogram. */
public final class RangeSearch {
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

  /**
   * The range of one channel by the given method.
   *
   * @param floor what the activation cannot fall below, perhaps -infinity
   * @param ceiling what the activation cannot exceed, perhaps +infinity
   */
  public Range find(
      ChannelHistogram histogram, int channel, RangeMethod method, double floor, double ceiling) {
    return switch (method) {
      case MIN_MAX -> new Range(histogram.low(channel), histogram.high(channel));
      case MEAN_SQUARE -> meanSquare(histogram, channel, floor, ceiling);
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

  /** Weighs rounding against clipping on either side in turn (docs/arithmetic.md, equation 19). */
  private Range meanSquare(ChannelHistogram histogram, int channel, double floor, double ceiling) {
    Tail upper = new Tail(histogram, channel, false);
    Tail lower = new Tail(histogram, channel, true);
    double high = Math.min(Math.max(histogram.high(channel), 0), ceiling);
    double low = Math.max(histogram.low(channel), floor);
    for (int round = 0; round < ROUNDS; round++) {
      high = Math.min(upper.clip(low, levels), ceiling);
      low = Math.max(-lower.clip(-high, levels), floor);
    }
    return new Range(low, high);
  }
}

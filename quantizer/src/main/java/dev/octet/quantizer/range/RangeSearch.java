package dev.octet.quantizer.range;

/** Finds the real range that a channel's elements should stand for, from its histogram. */
public final class RangeSearch {
  private static final int CANDIDATES = 64;
  private static final int ROUNDS = 2;
  private static final double PERCENTILE_TAIL = 1e-4;

  /** Share of the values that the tail is fitted to, and the least number of them. */
  private static final double TAIL_SHARE = 0.01;

  private static final long TAIL_SAMPLES = 32;

  /** Clipping happens to many channels of the same picture at once, so its noise adds up. */
  private static final double CLIPPING_WEIGHT = 2;

  /** How far beyond the largest value seen a range may reach, in mean excesses of the tail. */
  private static final double REACH = 6;

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

  /**
   * Weighs rounding against clipping on either side in turn. Clipping is judged by an exponential
   * tail fitted to the outermost values, because the largest value of a few hundred samples says
   * little about the largest one to come.
   */
  private Range meanSquare(ChannelHistogram histogram, int channel, double floor, double ceiling) {
    Tail upper = Tail.of(histogram, channel, false);
    Tail lower = Tail.of(histogram, channel, true);
    double high = Math.min(Math.max(histogram.high(channel), 0), ceiling);
    double low = Math.max(histogram.low(channel), floor);
    for (int round = 0; round < ROUNDS; round++) {
      high = Math.min(upper.clip(low, levels), ceiling);
      low = Math.max(-lower.clip(-high, levels), floor);
    }
    return new Range(low, high);
  }

  /**
   * The outermost values of a channel on one side, mirrored for the lower side: a share {@code
   * share} of all values lies beyond {@code start}, on average by {@code mean}.
   */
  private record Tail(double start, double share, double mean, double end) {
    static Tail of(ChannelHistogram histogram, int channel, boolean mirrored) {
      long total = 0;
      for (int bin = 0; bin < ChannelHistogram.BINS; bin++) {
        total += histogram.count(channel, bin);
      }
      long wanted = Math.max((long) Math.ceil(total * TAIL_SHARE), Math.min(TAIL_SAMPLES, total));
      double sign = mirrored ? -1 : 1;
      double halfBin =
          (histogram.high(channel) - histogram.low(channel)) / ChannelHistogram.BINS / 2;
      long seen = 0;
      double sum = 0;
      int bin = mirrored ? 0 : ChannelHistogram.BINS - 1;
      while (true) {
        long count = histogram.count(channel, bin);
        seen += count;
        sum += count * sign * histogram.center(channel, bin);
        if (seen >= wanted || bin == (mirrored ? ChannelHistogram.BINS - 1 : 0)) {
          break;
        }
        bin += mirrored ? 1 : -1;
      }
      double start = sign * histogram.center(channel, bin) - halfBin;
      double end = mirrored ? -histogram.low(channel) : histogram.high(channel);
      return new Tail(start, (double) seen / total, Math.max(sum / seen - start, 0), end);
    }

    /**
     * Where to clip, given the other end of the range: the least of rounding and weighted clipping
     * noise.
     */
    double clip(double otherEnd, int levels) {
      if (!(mean > 0)) {
        return end;
      }
      double furthest = end + REACH * mean;
      double best = end;
      double leastNoise = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= CANDIDATES; i++) {
        double candidate = start + (furthest - start) * i / CANDIDATES;
        double step = (candidate - otherEnd) / levels;
        double clipped = share * 2 * mean * mean * StrictMath.exp(-(candidate - start) / mean);
        double noise = step * step / 12 + CLIPPING_WEIGHT * clipped;
        if (noise < leastNoise) {
          leastNoise = noise;
          best = candidate;
        }
      }
      return best;
    }
  }
}

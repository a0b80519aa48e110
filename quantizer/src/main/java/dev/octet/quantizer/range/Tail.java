package dev.octet.quantizer.range;

/**
 * The outermost values of a channel on one side, and what clipping them costs (docs/arithmetic.md,
 * equation 19); mirrored for the lower side. The largest value of a few hundred samples says little
 * about the largest one to come, so an exponential tail is fitted. A channel that is silent but for
 * a few inputs has no such tail: what clipping does to the values seen counts as well.
 */
final class Tail {
  private static final int BINS = ChannelHistogram.BINS;

  /** Clipping happens to many channels of the same picture at once, so its noise adds up. */
  private static final double FITTED_WEIGHT = 2;

  /** How far beyond the largest value seen a range may reach, in mean excesses of the tail. */
  private static final double REACH = 6;

  private final double first;
  private final double end;

  /** A share {@code share} of all values lies beyond {@code start}, on average by {@code mean}. */
  private final double start;

  private final double share;
  private final double mean;

  /** The innermost bin of the tail. */
  private final int innermost;

  /** Of the values in each bin from the innermost on and those further out: their share. */
  private final double[] count;

  /** Their sum, over the number of all values. */
  private final double[] sum;

  /** Their sum of squares, over the number of all values. */
  private final double[] square;

  /**
   * The tail of one channel.
   *
   * @param mirrored for the lower side; all values then have the opposite sign
   */
  Tail(ChannelHistogram histogram, int channel, boolean mirrored) {
    first = mirrored ? -histogram.high(channel) : histogram.low(channel);
    end = mirrored ? -histogram.low(channel) : histogram.high(channel);
    long total = 0;
    for (int bin = 0; bin < BINS; bin++) {
      total += histogram.count(channel, bin);
    }
    // A tail is fitted to a hundredth of the values, but to 32 of them at least.
    double wanted = Math.max(Math.ceil(total * 0.01), Math.min(32, total));
    int bin = BINS - 1;
    long beyond = histogram.count(channel, mirrored ? 0 : bin);
    while (bin > 0 && beyond < wanted) {
      bin--;
      beyond += histogram.count(channel, mirrored ? BINS - 1 - bin : bin);
    }
    innermost = bin;
    count = new double[BINS - innermost + 1];
    sum = new double[BINS - innermost + 1];
    square = new double[BINS - innermost + 1];
    for (int i = BINS - 1 - innermost; i >= 0; i--) {
      int from = mirrored ? BINS - 1 - innermost - i : innermost + i;
      double n = histogram.count(channel, from);
      double x = center(innermost + i);
      count[i] = count[i + 1] + n;
      sum[i] = sum[i + 1] + n * x;
      square[i] = square[i + 1] + n * x * x;
    }
    start = center(innermost) - (end - first) / BINS / 2;
    share = count[0] / total;
    mean = Math.max(sum[0] / count[0] - start, 0);
    for (int i = 0; i < count.length; i++) {
      count[i] /= total;
      sum[i] /= total;
      square[i] /= total;
    }
  }

  private double center(int bin) {
    return first + (bin + 0.5) * (end - first) / BINS;
  }

  /**
   * Where to clip, given the other end of the range: the least of rounding and clipping noise.
   *
   * @param levels steps in the range
   */
  double clip(double otherEnd, int levels) {
    if (!(mean > 0)) {
      return end;
    }
    double furthest = end + REACH * mean;
    double best = end;
    double leastNoise = Double.POSITIVE_INFINITY;
    int candidates = 64;
    for (int i = 0; i <= candidates; i++) {
      double candidate = start + (furthest - start) * i / candidates;
      double step = (candidate - otherEnd) / levels;
      double clipped = Math.max(FITTED_WEIGHT * fitted(candidate), seen(candidate));
      double noise = step * step / 12 + clipped;
      if (noise < leastNoise) {
        leastNoise = noise;
        best = candidate;
      }
    }
    return best;
  }

  private double fitted(double limit) {
    return share * 2 * mean * mean * StrictMath.exp(-(limit - start) / mean);
  }

  private double seen(double limit) {
    double position = (limit - first) / (end - first) * BINS - 0.5;
    int bin = Math.min(Math.max((int) Math.ceil(position), innermost), BINS);
    int i = bin - innermost;
    return square[i] - 2 * limit * sum[i] + limit * limit * count[i];
  }
}

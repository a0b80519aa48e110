package dev.octet.calibration.statistics;

/**
 * Counts of values in bins of equal width. The width is a power of two and bins are aligned at its
 * multiples: bin {@code i} holds the values {@code x} with {@code floor(x / width) == i}. The width
 * follows from the smallest and largest value alone, and doubling it joins whole bins, so the
 * result is the same for any order and any partition of the data. Not safe for use by several
 * threads; merge one histogram per thread.
 */
public final class Histogram {
  /** Bins over the seen range, at least (fewer only when floats are not dense enough). */
  public static final int DEFAULT_BINS = 2048;

  /** Widths below this part of the largest value would only divide up gaps between floats. */
  private static final int FLOAT_PRECISION = 23;

  private final int leastBins;
  private int exponent = Float.MIN_EXPONENT - FLOAT_PRECISION;
  private int firstBin;
  private long[] counts = new long[0];
  private long total;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /** An empty histogram of at least {@link #DEFAULT_BINS} bins. */
  public Histogram() {
    this(DEFAULT_BINS);
  }

  /**
   * An empty histogram.
   *
   * @param leastBins bins over the seen range, a power of two; at most twice as many are used
   */
  public Histogram(int leastBins) {
    if (leastBins < 1 || Integer.bitCount(leastBins) != 1) {
      throw new IllegalArgumentException("not a power of two: " + leastBins);
    }
    this.leastBins = leastBins;
  }

  /**
   * Counts values.
   *
   * @param values the values are the first {@code count} elements
   * @throws IllegalArgumentException if one is not finite
   */
  public void add(float[] values, int count) {
    if (count == 0) {
      return;
    }
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    extend(low, high);
    for (int i = 0; i < count; i++) {
      addInside(values[i]);
    }
  }

  /** Counts what another histogram has counted; the other one does not change. */
  public void merge(Histogram other) {
    if (other.leastBins != leastBins) {
      throw new IllegalArgumentException("histograms of different resolution");
    }
    if (other.total == 0) {
      return;
    }
    extend(other.min, other.max);
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] != 0) {
        counts[widen(other.firstBin + i, exponent - other.exponent) - firstBin] += other.counts[i];
      }
    }
    total += other.total;
  }

  /** A copy that does not change with this one. */
  public Histogram copy() {
    Histogram copy = new Histogram(leastBins);
    copy.merge(this);
    return copy;
  }

  /** Makes room for values between {@code low} and {@code high}, which are to be added next. */
  void extend(float low, float high) {
    if (!(Float.isFinite(low) && Float.isFinite(high))) {
      throw new IllegalArgumentException("a value is not finite");
    }
    if (low >= min && high <= max && counts.length > 0) {
      // Signed zeros compare equal; keep the extremes exact for any order.
      min = Math.min(min, low);
      max = Math.max(max, high);
      return;
    }
    min = Math.min(min, low);
    max = Math.max(max, high);
    int wider = exponentFor(min, max);
    int first = index(min, wider);
    long[] grown = new long[index(max, wider) - first + 1];
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        grown[widen(firstBin + i, wider - exponent) - first] += counts[i];
      }
    }
    counts = grown;
    firstBin = first;
    exponent = wider;
  }

  /** Counts a value that {@link #extend} has made room for. */
  void addInside(float value) {
    counts[index(value, exponent) - firstBin]++;
    total++;
  }

  /** Grows with the range and with nothing else. */
  private int exponentFor(float low, float high) {
    double range = (double) high - low;
    int byRange =
        range == 0
            ? Integer.MIN_VALUE
            : Math.getExponent(range) - Integer.numberOfTrailingZeros(leastBins);
    float largest = Math.max(Math.abs(low), Math.abs(high));
    int byPrecision = Math.max(Math.getExponent(largest), Float.MIN_EXPONENT) - FLOAT_PRECISION;
    return Math.max(byRange, byPrecision);
  }

  /** The bin that a bin falls into after doubling the width some times. */
  private static int widen(int bin, int doublings) {
    return bin >> Math.min(doublings, Integer.SIZE - 1);
  }

  private static int index(float value, int exponent) {
    // Exact: a power of two moves no bit of a float out of a double.
    return (int) Math.floor(value * powerOfTwo(-exponent));
  }

  private static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
  }

  /** Number of values. */
  public long count() {
    return total;
  }

  /** The smallest value; positive infinity when there is none. */
  public float min() {
    return min;
  }

  /** The largest value; negative infinity when there is none. */
  public float max() {
    return max;
  }

  /** Width of a bin, a power of two. */
  public double binWidth() {
    return powerOfTwo(exponent);
  }

  /**
   * Number of bins, from the one that holds {@link #min()} to the one that holds {@link #max()}.
   */
  public int bins() {
    return counts.length;
  }

  /** Lower bound (inclusive) of a bin, a multiple of the width. */
  public double binLow(int bin) {
    return (double) (firstBin + bin) * binWidth();
  }

  /** Number of values in a bin. */
  public long binCount(int bin) {
    return counts[bin];
  }

  /** Numbers of values in all bins, a copy. */
  public long[] counts() {
    return counts.clone();
  }

  /**
   * A value that at least the given part of all values does not exceed: the upper bound of the bin
   * in which the part is reached, but never outside of the seen range. So the result is at most one
   * {@link #binWidth()} above the exact percentile and never below it.
   *
   * @param part 0 to 1
   * @throws IllegalStateException if nothing was counted
   */
  public double percentile(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("not between 0 and 1: " + part);
    }
    if (total == 0) {
      throw new IllegalStateException("the histogram is empty");
    }
    long needed = Math.max(1, (long) Math.ceil(part * total));
    long reached = 0;
    int bin = 0;
    while (bin < counts.length - 1 && reached + counts[bin] < needed) {
      reached += counts[bin];
      bin++;
    }
    return Math.max(min, Math.min(max, binLow(bin) + binWidth()));
  }

  /**
   * The range that leaves out (1 - part) / 2 of the values on each side.
   *
   * @param part 0 to 1; 1 gives min and max
   * @return lower and upper bound
   */
  public double[] percentileRange(double part) {
    if (part == 1) {
      return new double[] {min, max};
    }
    double tail = (1 - part) / 2;
    long skipped = (long) Math.floor(tail * total);
    int bin = 0;
    long passed = 0;
    while (bin < counts.length - 1 && passed + counts[bin] <= skipped) {
      passed += counts[bin];
      bin++;
    }
    return new double[] {Math.max(min, binLow(bin)), percentile(1 - tail)};
  }
}

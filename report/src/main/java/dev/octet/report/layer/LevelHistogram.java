package dev.octet.report.layer;

import dev.octet.runtime.schedule.ElementType;

/**
 * Counts of quantization levels in bins of equal width over all elements of a type, and some bins
 * more on each side for values that no element can show (the outermost ones are open).
 */
public final class LevelHistogram {
  /** Bins over the elements of the type. */
  public static final int INSIDE = 64;

  /** Bins on each side of them. */
  public static final int OUTSIDE = 8;

  private final int first;
  private final int width;
  private final long[] counts = new long[INSIDE + 2 * OUTSIDE];

  LevelHistogram(ElementType type) {
    width = (type.max() - type.min() + 1) / INSIDE;
    first = type.min() - OUTSIDE * width;
  }

  /** Counts a value in units of levels, which need not be an element. */
  void add(double level) {
    double bin = Math.floor((level + 0.5 - first) / width);
    counts[(int) Math.min(Math.max(bin, 0), counts.length - 1)]++;
  }

  /** Counts what another one of the same type has counted. */
  void add(LevelHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** The first level of the first bin. */
  public int first() {
    return first;
  }

  /** Levels in each bin. */
  public int width() {
    return width;
  }

  /** The counts, a copy. */
  public long[] counts() {
    return counts.clone();
  }
}

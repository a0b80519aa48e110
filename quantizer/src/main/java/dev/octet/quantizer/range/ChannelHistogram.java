package dev.octet.quantizer.range;

/**
 * Histograms of a tensor's channels between bounds known from an earlier pass. Counts are whole
 * numbers, so the order of pictures and the number of threads do not matter.
 */
public final class ChannelHistogram {
  /** Bins of each channel. */
  public static final int BINS = 2048;

  private final float[] low;
  private final float[] high;
  private final float[] binsPerUnit;
  private final int[] counts;

  /**
   * Empty histograms.
   *
   * @param low smallest value of each channel
   * @param high largest value of each channel
   */
  public ChannelHistogram(float[] low, float[] high) {
    this.low = low.clone();
    this.high = high.clone();
    this.binsPerUnit = new float[low.length];
    for (int c = 0; c < low.length; c++) {
      float range = high[c] - low[c];
      binsPerUnit[c] = range > 0 && Float.isFinite(BINS / range) ? BINS / range : 0;
    }
    this.counts = new int[low.length * BINS];
  }

  /** Number of channels. */
  public int channels() {
    return low.length;
  }

  /** Smallest value of a channel. */
  public double low(int channel) {
    return low[channel];
  }

  /** Largest value of a channel. */
  public double high(int channel) {
    return high[channel];
  }

  /** Values in a bin of a channel. */
  public int count(int channel, int bin) {
    return counts[channel * BINS + bin];
  }

  /** The real value in the middle of a bin. */
  public double center(int channel, int bin) {
    return low[channel] + (bin + 0.5) * ((double) high[channel] - low[channel]) / BINS;
  }

  /**
   * Adds a tensor, HWC.
   *
   * @param values elements, from index 0
   * @param pixels height x width
   */
  public synchronized void add(float[] values, int pixels) {
    int channels = low.length;
    for (int p = 0, i = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++, i++) {
        int bin = (int) ((values[i] - low[c]) * binsPerUnit[c]);
        counts[c * BINS + Math.min(Math.max(bin, 0), BINS - 1)]++;
      }
    }
  }

  /** Adds {@code times} values of one channel; those beyond the bounds count as the bounds. */
  public synchronized void add(int channel, double value, int times) {
    int bin = (int) ((value - low[channel]) * binsPerUnit[channel]);
    counts[channel * BINS + Math.min(Math.max(bin, 0), BINS - 1)] += times;
  }
}

package dev.octet.calibration.statistics;

import dev.octet.model.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the statistics of one tensor. Minima, maxima and counts do not depend on the order of the
 * inputs; sums do, so {@link #add} returns those of one input, and {@link #addSums} must be called
 * in the order of the inputs. Not safe for use by several threads.
 */
public final class StatisticsCollector {
  /** Bins of a channel's histogram, at least. */
  public static final int CHANNEL_BINS = 512;

  private final String tensor;
  private final Shape shape;
  private final float[] min;
  private final float[] max;
  private final double[] sum;
  private final double[] sumSquare;
  private final Histogram histogram = new Histogram();
  private final List<Histogram> channelHistograms = new ArrayList<>();
  private long images;

  /**
   * Sums over the pixels of one input.
   *
   * @param sum of the values, per channel
   * @param sumSquare of their squares, per channel
   */
  public record Sums(double[] sum, double[] sumSquare) {}

  /**
   * An empty collector.
   *
   * @param perChannel whether to count every channel apart, too
   */
  public StatisticsCollector(String tensor, Shape shape, boolean perChannel) {
    this.tensor = tensor;
    this.shape = shape;
    int channels = shape.channels();
    this.min = new float[channels];
    this.max = new float[channels];
    this.sum = new double[channels];
    this.sumSquare = new double[channels];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    for (int c = 0; perChannel && c < channels; c++) {
      channelHistograms.add(new Histogram(CHANNEL_BINS));
    }
  }

  /**
   * Counts one input's values.
   *
   * @param values HWC, from index 0
   * @return the sums, for {@link #addSums} when this input's turn comes
   * @throws IllegalArgumentException if a value is not finite
   */
  public Sums add(float[] values) {
    int channels = shape.channels();
    Sums sums = new Sums(new double[channels], new double[channels]);
    for (int pixel = 0; pixel < shape.pixels(); pixel++) {
      bounds(values, pixel * channels);
      sums(values, pixel * channels, sums.sum, sums.sumSquare);
    }
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < channels; c++) {
      low = Math.min(low, min[c]);
      high = Math.max(high, max[c]);
    }
    histogram.extend(low, high);
    for (int i = 0; i < shape.elements(); i++) {
      histogram.addInside(values[i]);
    }
    for (int c = 0; c < channelHistograms.size(); c++) {
      Histogram counts = channelHistograms.get(c);
      counts.extend(min[c], max[c]);
      for (int i = c; i < shape.elements(); i += channels) {
        counts.addInside(values[i]);
      }
    }
    return sums;
  }

  private void bounds(float[] values, int offset) {
    for (int c = 0; c < min.length; c++) {
      min[c] = Math.min(min[c], values[offset + c]);
      max[c] = Math.max(max[c], values[offset + c]);
    }
  }

  private static void sums(float[] values, int offset, double[] sum, double[] sumSquare) {
    for (int c = 0; c < sum.length; c++) {
      double x = values[offset + c];
      sum[c] += x;
      sumSquare[c] += x * x;
    }
  }

  /** Adds the sums of the next input. */
  public void addSums(Sums next) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += next.sum[c];
      sumSquare[c] += next.sumSquare[c];
    }
    images++;
  }

  /** Takes in what another collector of the same tensor has counted, except sums. */
  public void mergeCounts(StatisticsCollector other) {
    for (int c = 0; c < min.length; c++) {
      min[c] = Math.min(min[c], other.min[c]);
      max[c] = Math.max(max[c], other.max[c]);
    }
    histogram.merge(other.histogram);
    for (int c = 0; c < channelHistograms.size(); c++) {
      channelHistograms.get(c).merge(other.channelHistograms.get(c));
    }
  }

  /** The result so far; the collector must not be used afterwards. */
  public TensorStatistics finish() {
    double count = (double) images * shape.pixels();
    double[] mean = Arrays.stream(sum).map(s -> s / count).toArray();
    double[] meanSquare = Arrays.stream(sumSquare).map(s -> s / count).toArray();
    return new TensorStatistics(
        tensor, shape, images, min, max, mean, meanSquare, histogram, channelHistograms);
  }
}

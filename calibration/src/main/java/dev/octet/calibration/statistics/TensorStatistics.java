package dev.octet.calibration.statistics;

import dev.octet.model.graph.Shape;
import java.util.List;

/** What one tensor held over all calibration inputs. */
public final class TensorStatistics {
  private final String tensor;
  private final Shape shape;
  private final long images;
  private final float[] min;
  private final float[] max;
  private final double[] mean;
  private final double[] meanSquare;
  private final Histogram histogram;
  private final List<Histogram> channelHistograms;

  TensorStatistics(
      String tensor,
      Shape shape,
      long images,
      float[] min,
      float[] max,
      double[] mean,
      double[] meanSquare,
      Histogram histogram,
      List<Histogram> channelHistograms) {
    this.tensor = tensor;
    this.shape = shape;
    this.images = images;
    this.min = min;
    this.max = max;
    this.mean = mean;
    this.meanSquare = meanSquare;
    this.histogram = histogram;
    this.channelHistograms = List.copyOf(channelHistograms);
  }

  /** The tensor's name. */
  public String tensor() {
    return tensor;
  }

  /** Its shape. */
  public Shape shape() {
    return shape;
  }

  /** Number of inputs that were counted. */
  public long images() {
    return images;
  }

  /** Smallest value of a channel. */
  public float min(int channel) {
    return min[channel];
  }

  /** Largest value of a channel. */
  public float max(int channel) {
    return max[channel];
  }

  /** Smallest value. */
  public float min() {
    return histogram.min();
  }

  /** Largest value. */
  public float max() {
    return histogram.max();
  }

  /** Mean of a channel over all pixels of all inputs. */
  public double mean(int channel) {
    return mean[channel];
  }

  /** Mean of the squares of a channel over all pixels of all inputs. */
  public double meanSquare(int channel) {
    return meanSquare[channel];
  }

  /** Counts of all values; not to be changed. */
  public Histogram histogram() {
    return histogram;
  }

  /** Whether every channel has a histogram of its own. */
  public boolean hasChannelHistograms() {
    return !channelHistograms.isEmpty();
  }

  /**
   * Counts of a channel's values; not to be changed.
   *
   * @throws IndexOutOfBoundsException if {@link #hasChannelHistograms()} is false
   */
  public Histogram histogram(int channel) {
    return channelHistograms.get(channel);
  }
}

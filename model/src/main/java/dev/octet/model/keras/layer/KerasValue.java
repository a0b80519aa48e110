package dev.octet.model.keras.layer;

import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.output.Ending;
import java.util.Arrays;
import java.util.List;

/**
 * A Keras tensor: a tensor of the float graph, and its axes without the batch as Keras sees them.
 * The elements have the same order in both.
 *
 * @param tensor name in the float graph
 * @param shape shape in the float graph
 * @param axes Keras' extents: height, width, channels for a map; one for features
 * @param ending what has been split off after it
 * @param scaled scale and offset of each element that nothing has computed yet and the next layer
 *     takes in, or null
 */
public record KerasValue(
    String tensor, Shape shape, List<Integer> axes, Ending ending, FeatureScale scaled) {
  /** Copies the list. */
  public KerasValue {
    axes = List.copyOf(axes);
  }

  /** A tensor as it is. */
  public KerasValue(String tensor, Shape shape, List<Integer> axes, Ending ending) {
    this(tensor, shape, axes, ending, null);
  }

  /**
   * What is still to be computed of the features of a flattened map.
   *
   * @param scale one factor per element, in the map's order
   * @param offset one summand per element
   */
  public record FeatureScale(float[] scale, float[] offset) {
    private FeatureScale then(float[] nextScale, float[] nextOffset) {
      float[] scales = new float[scale.length];
      float[] offsets = new float[scale.length];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = (float) ((double) scale[i] * nextScale[i]);
        offsets[i] = (float) ((double) offset[i] * nextScale[i] + nextOffset[i]);
      }
      return new FeatureScale(scales, offsets);
    }
  }

  /** A map of height, width and channels. */
  public static KerasValue map(String tensor, Shape shape) {
    return new KerasValue(
        tensor, shape, List.of(shape.height(), shape.width(), shape.channels()), Ending.NONE);
  }

  /** The same tensor after a softmax over its last axis, or after sigmoids. */
  public KerasValue ended(Ending newEnding) {
    return new KerasValue(tensor, shape, axes, newEnding, scaled);
  }

  /** Whether Keras sees height, width and channels. */
  public boolean isMap() {
    return axes.equals(List.of(shape.height(), shape.width(), shape.channels()));
  }

  /** Number of elements. */
  public long elements() {
    return (long) shape.height() * shape.width() * shape.channels();
  }

  /** Whether the last axis is the channels. */
  public boolean channelsLast() {
    return isMap() || shape.pixels() == 1 && last() == shape.channels();
  }

  /** Extent of the last axis. */
  public int last() {
    return axes.isEmpty() ? 1 : axes.get(axes.size() - 1);
  }

  /** The same elements with other axes. */
  public KerasValue withAxes(Integer... newAxes) {
    return new KerasValue(tensor, shape, Arrays.asList(newAxes), ending, scaled);
  }

  /** Whether the last axis runs over a whole map of several pixels. */
  public boolean isFlattened() {
    return shape.pixels() > 1 && last() == elements();
  }

  /** The same features with a scale and an offset each, for the next layer to take in. */
  public KerasValue withScale(float[] scale, float[] offset) {
    FeatureScale all =
        scaled == null ? new FeatureScale(scale, offset) : scaled.then(scale, offset);
    return new KerasValue(tensor, shape, axes, ending, all);
  }
}

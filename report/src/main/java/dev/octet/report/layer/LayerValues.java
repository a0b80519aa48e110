package dev.octet.report.layer;

import dev.octet.runtime.schedule.ElementType;

/**
 * The float values of a layer's output, and the elements that the int8 model has in their place.
 */
public final class LayerValues {
  /** Float values in units of the tensor's levels. */
  public final LevelHistogram floatLevels;

  /** The int8 model's elements. */
  public final LevelHistogram int8Levels;

  private final ElementType type;
  private long count;
  private long saturated;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  LayerValues(ElementType type) {
    this.type = type;
    this.floatLevels = new LevelHistogram(type);
    this.int8Levels = new LevelHistogram(type);
  }

  /** Adds what another one saw. */
  void add(LayerValues other) {
    floatLevels.add(other.floatLevels);
    int8Levels.add(other.int8Levels);
    count += other.count;
    saturated += other.saturated;
    lowest = Math.min(lowest, other.lowest);
    highest = Math.max(highest, other.highest);
  }

  /**
   * Counts a float value and the element that the int8 model has in its place.
   *
   * @param value the float value
   * @param level the same in units of the tensor's levels, not rounded
   * @param element the int8 model's element
   */
  void see(double value, double level, int element) {
    count++;
    if (level < type.min() - 0.5 || level > type.max() + 0.5) {
      saturated++;
    }
    floatLevels.add(level);
    int8Levels.add(element);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }

  /** Number of values seen. */
  long count() {
    return count;
  }

  /** Share of float values outside of what the int8 tensor can show. */
  public double saturation() {
    return count == 0 ? 0 : (double) saturated / count;
  }

  /** Smallest float value seen. */
  public double lowest() {
    return lowest;
  }

  /** Largest float value seen. */
  public double highest() {
    return highest;
  }
}

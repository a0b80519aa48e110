package dev.octet.report.layer;

/** How close one step of the int8 model is to the float model, over some images. */
public final class LayerFidelity {
  private final Int8Layer layer;
  private final Signal cumulative = new Signal();
  private final Signal isolated = new Signal();
  private final Signal answers = new Signal();
  private final LevelHistogram floatLevels;
  private final LevelHistogram int8Levels;
  private long elements;
  private long saturated;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  LayerFidelity(Int8Layer layer) {
    this.layer = layer;
    this.floatLevels = new LevelHistogram(layer.output().type());
    this.int8Levels = new LevelHistogram(layer.output().type());
  }

  /** Another one for the same step, empty. */
  LayerFidelity fresh() {
    return new LayerFidelity(layer);
  }

  /** Adds what another one saw. */
  void add(LayerFidelity other) {
    cumulative.add(other.cumulative);
    isolated.add(other.isolated);
    answers.add(other.answers);
    floatLevels.add(other.floatLevels);
    int8Levels.add(other.int8Levels);
    elements += other.elements;
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
    elements++;
    if (level < layer.output().type().min() - 0.5 || level > layer.output().type().max() + 0.5) {
      saturated++;
    }
    floatLevels.add(level);
    int8Levels.add(element);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }

  /** The step. */
  public Int8Layer layer() {
    return layer;
  }

  /** The step's name. */
  public String name() {
    return layer.name();
  }

  /** What it computes. */
  public String kind() {
    return layer.kind();
  }

  /** The shape of the tensor it writes. */
  public String shape() {
    return layer.shape();
  }

  /** That tensor's element type. */
  public String type() {
    return layer.type();
  }

  /** Everything before it quantized, too (docs/arithmetic.md, equation 34). */
  public Signal cumulative() {
    return cumulative;
  }

  /** Only this step quantized, and its inputs rounded (equation 35). */
  public Signal isolated() {
    return isolated;
  }

  /** The network's logits when only this step is quantized (equation 36). */
  public Signal answers() {
    return answers;
  }

  /** Share of float values outside of what the int8 tensor can show. */
  public double saturation() {
    return elements == 0 ? 0 : (double) saturated / elements;
  }

  /** Smallest float value seen. */
  public double lowest() {
    return lowest;
  }

  /** Largest float value seen. */
  public double highest() {
    return highest;
  }

  /** Float values in units of the tensor's levels. */
  public LevelHistogram floatLevels() {
    return floatLevels;
  }

  /** The int8 model's elements. */
  public LevelHistogram int8Levels() {
    return int8Levels;
  }

  /** Whether the float model has this tensor, so that there is something to compare with. */
  public boolean compared() {
    return elements > 0;
  }
}

package dev.octet.report;

/** How close one step of the int8 model is to the float model, over some images. */
public final class LayerFidelity {
  private final String name;
  private final String kind;
  private final String tensor;
  private final String shape;
  private final String type;
  private final long macs;
  private final Signal cumulative = new Signal();
  private final Signal isolated = new Signal();
  private long elements;
  private long saturated;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;
  private final double rangeLow;
  private final double rangeHigh;

  LayerFidelity(
      String name,
      String kind,
      String tensor,
      String shape,
      String type,
      long macs,
      double rangeLow,
      double rangeHigh) {
    this.name = name;
    this.kind = kind;
    this.tensor = tensor;
    this.shape = shape;
    this.type = type;
    this.macs = macs;
    this.rangeLow = rangeLow;
    this.rangeHigh = rangeHigh;
  }

  /** Another one for the same step, empty. */
  LayerFidelity fresh() {
    return new LayerFidelity(name, kind, tensor, shape, type, macs, rangeLow, rangeHigh);
  }

  /** Adds what another one saw. */
  void add(LayerFidelity other) {
    cumulative.add(other.cumulative);
    isolated.add(other.isolated);
    elements += other.elements;
    saturated += other.saturated;
    lowest = Math.min(lowest, other.lowest);
    highest = Math.max(highest, other.highest);
  }

  /** Counts a float value and whether the int8 tensor can show it. */
  void see(double value, boolean outside) {
    elements++;
    if (outside) {
      saturated++;
    }
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }

  /** The step's name. */
  public String name() {
    return name;
  }

  /** What it computes. */
  public String kind() {
    return kind;
  }

  /** The tensor it writes. */
  public String tensor() {
    return tensor;
  }

  /** That tensor's shape. */
  public String shape() {
    return shape;
  }

  /** That tensor's element type. */
  public String type() {
    return type;
  }

  /** Multiply-accumulates. */
  public long macs() {
    return macs;
  }

  /** Everything before it quantized, too. */
  public Signal cumulative() {
    return cumulative;
  }

  /** Only this step quantized, and its inputs rounded. */
  public Signal isolated() {
    return isolated;
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

  /** Smallest real value that the int8 tensor can show (in any channel). */
  public double rangeLow() {
    return rangeLow;
  }

  /** Largest real value that the int8 tensor can show (in any channel). */
  public double rangeHigh() {
    return rangeHigh;
  }

  /** Whether the float model has this tensor, so that there is something to compare with. */
  public boolean compared() {
    return elements > 0;
  }
}

package dev.octet.runtime.schedule;

/**
 * One activation tensor, batch 1, layout HWC (channels innermost). {@link #real} and {@link
 * #element} go from elements to real values and back with the scale and the zero point of the
 * channel; arrays of length 1 serve all channels. No kernel uses the scale: everything a kernel
 * needs is in the operation's integers. Scales serve input quantization, reports and the logits.
 */
public final class TensorSpec {
  private final String name;
  private final ElementType type;
  private final int height;
  private final int width;
  private final int channels;
  private final double[] scale;
  private final double[] zeroPoint;
  private final int arenaOffset;

  /**
   * Describes a tensor.
   *
   * @param name the tensor's name in the float model, unique in the schedule
   * @param type the element type; its storage names the arena
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param channels channels, at least 1
   * @param scale real step, positive, one or one per channel
   * @param zeroPoint the element that stands for 0.0, same length; may be fractional only on the
   *     input tensor
   * @param arenaOffset first element in the arena, in elements, -1 when not planned yet
   */
  public TensorSpec(
      String name,
      ElementType type,
      int height,
      int width,
      int channels,
      double[] scale,
      double[] zeroPoint,
      int arenaOffset) {
    this.name = name;
    this.type = type;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.scale = scale.clone();
    this.zeroPoint = zeroPoint.clone();
    this.arenaOffset = arenaOffset;
  }

  private TensorSpec(TensorSpec other, int height, int arenaOffset) {
    this.name = other.name;
    this.type = other.type;
    this.height = height;
    this.width = other.width;
    this.channels = other.channels;
    this.scale = other.scale;
    this.zeroPoint = other.zeroPoint;
    this.arenaOffset = arenaOffset;
  }

  /** The tensor's name in the float model. */
  public String name() {
    return name;
  }

  /** The element type. */
  public ElementType type() {
    return type;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Channels. */
  public int channels() {
    return channels;
  }

  /** Elements: height x width x channels. */
  public int elements() {
    return height * width * channels;
  }

  /** First element in the arena of this tensor's storage, in elements. */
  public int arenaOffset() {
    return arenaOffset;
  }

  /** Number of scales and zero points: 1 or {@link #channels()}. */
  public int quantizationCount() {
    return scale.length;
  }

  /** The real step of a channel. */
  public double scale(int channel) {
    return scale[scale.length == 1 ? 0 : channel];
  }

  /** The element (perhaps fractional) that stands for 0.0 in a channel. */
  public double zeroPoint(int channel) {
    return zeroPoint[zeroPoint.length == 1 ? 0 : channel];
  }

  /**
   * The element nearest to a real value, halves upwards, clamped to the type's range
   * (docs/arithmetic.md, equation 1). NaN becomes 0.
   */
  public int element(double real, int channel) {
    return type.nearest(real / scale(channel) + zeroPoint(channel));
  }

  /** The real value that an element stands for (docs/arithmetic.md, equation 1). */
  public double real(int element, int channel) {
    return scale(channel) * (element - zeroPoint(channel));
  }

  /**
   * The elements nearest to the real values of a whole int8 tensor.
   *
   * @param reals at least height x width x channels values, HWC
   * @param into receives the elements
   * @param offset index of the first element written
   */
  public void elements(float[] reals, byte[] into, int offset) {
    int count = elements();
    for (int first = 0; first < count; first += channels) {
      for (int c = 0; c < channels; c++) {
        into[offset + first + c] = (byte) element(reals[first + c], c);
      }
    }
  }

  /** The same tensor at another place of the arena. */
  public TensorSpec at(int newArenaOffset) {
    return new TensorSpec(this, height, newArenaOffset);
  }

  /**
   * Some rows of the tensor as a tensor of their own.
   *
   * @param begin how many rows after the start of this tensor's place they begin
   * @param count how many rows
   */
  public TensorSpec rows(int begin, int count) {
    return new TensorSpec(this, count, arenaOffset + begin * width * channels);
  }
}

package dev.octet.runtime.format.bytes;

/**
 * Everything a file may not exceed, in one place. Generous for any MobileNet, small enough that a
 * hostile file cannot make a loader allocate or compute much more than its own size justifies.
 */
public final class FormatLimits {
  /** Bytes of a file. */
  public static final int FILE_BYTES = 1 << 29;

  /** Sections of a file. */
  public static final int SECTIONS = 64;

  /** Tensors of a schedule. */
  public static final int TENSORS = 4096;

  /** Operations of a schedule. */
  public static final int OPERATIONS = 4096;

  /** Steps of all groups of bands, each counted once for every band. */
  public static final int BAND_PARTS = 1 << 12;

  /** Inputs of a concatenation. */
  public static final int CONCAT_INPUTS = 256;

  /** Rows, columns or channels of a tensor. */
  public static final int DIMENSION = 1 << 16;

  /** Bytes of both arenas together. */
  public static final int ARENA_BYTES = 1 << 28;

  /** Bytes of an arena that no tensor covers at its end. */
  public static final int ARENA_SLACK = 64;

  /** Kernel size, stride, dilation or padding on one side of a window. */
  public static final int WINDOW = 4096;

  /** Golden vectors of a schedule. */
  public static final int GOLDEN_VECTORS = 256;

  /** Class names. */
  public static final int LABELS = 1 << 16;

  /** UTF-8 bytes of a name or a label. */
  public static final int NAME_BYTES = 4096;

  /** Largest magnitude of a zero point between two steps. */
  public static final int ZERO_POINT = 1 << 15;

  /** Outputs of a network. */
  public static final int OUTPUTS = 64;

  /** Parts of one output. */
  public static final int OUTPUT_PARTS = 256;

  /** Axes of an output, and of what a tensor contributes to it. */
  public static final int OUTPUT_AXES = 8;

  /** Largest magnitude of an output offset: a zero point and perhaps a hard-sigmoid's summand. */
  public static final int OFFSET = 1 << 20;

  /** Largest magnitude of the input's zero point, which only biases see. */
  public static final int INPUT_ZERO_POINT = 1 << 30;

  /** Smallest crop fraction: the resized picture is at most 20 times as large as the crop. */
  public static final double CROP_FRACTION = 0.05;

  /** An accumulator over inputs of 8 bits stays below this. */
  public static final long ACCUMULATOR_INT8 = 1L << 31;

  /** An accumulator over inputs of 9 to 16 bits stays below this. */
  public static final long ACCUMULATOR_INT16 = 1L << 40;

  private FormatLimits() {}

  /**
   * Weights of the steps in bands, counted once for every band: a kernel set may pack them anew for
   * each.
   *
   * @param weights the weights of all steps
   */
  public static long bandWeights(long weights) {
    return (1L << 20) + 4 * weights;
  }

  /**
   * Elements that a file's integer arrays may have after expanding those that store one value for
   * all channels.
   *
   * @param fileBytes the file's length
   */
  static long arrayElements(int fileBytes) {
    return (1L << 16) + fileBytes / 4;
  }
}

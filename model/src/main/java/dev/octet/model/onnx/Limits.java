package dev.octet.model.onnx;

/** What an ONNX file may claim at most; far above any MobileNet, far below what hurts. */
public final class Limits {
  /** Bytes of the file, and of all external data together. */
  public static final long FILE_BYTES = 1L << 30;

  /** Nodes of the graph. */
  public static final int NODES = 50_000;

  /** Axes of a tensor. */
  public static final int RANK = 16;

  /** Elements of one activation tensor. */
  public static final int ACTIVATION_ELEMENTS = 1 << 27;

  /** Elements that are computed (and not stored in the file) during the import, in all. */
  public static final long COMPUTED_ELEMENTS = 1L << 26;

  /** Kernel size, stride, padding and dilation of a window, in pixels. */
  public static final int WINDOW = 1 << 14;

  private Limits() {}
}

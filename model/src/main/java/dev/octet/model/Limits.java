package dev.octet.model;

/**
 * What a model file may ask for at most, in one place; far above every MobileNet, far below what
 * hurts. The formats of pictures and tensors have theirs in {@code dev.octet.calibration}, {@code
 * .octet} files in {@code dev.octet.runtime.format.Limits}; docs/trust.md lists all of them.
 */
public final class Limits {
  // Any format.

  /** Bytes of the file, and of all external data together. */
  public static final long FILE_BYTES = 1L << 30;

  /** Nodes of a graph. */
  public static final int NODES = 50_000;

  /** Axes of a tensor. */
  public static final int RANK = 16;

  /** Elements of one activation tensor. */
  public static final int ACTIVATION_ELEMENTS = 1 << 27;

  /** Kernel size, stride, padding and dilation of a window, in pixels. */
  public static final int WINDOW = 1 << 14;

  /** Elements of one weight tensor; the largest layer of a MobileNet has 1.8 million. */
  public static final long ELEMENTS = 1L << 26;

  /** Bytes that a compressed zip entry may always have when inflated. */
  public static final long INFLATED_BASE = 1L << 24;

  /** How much larger than that it may be, per compressed byte. */
  public static final long INFLATED_RATIO = 16;

  // ONNX.

  /** Messages inside one another in a protobuf file. */
  public static final int PROTOBUF_NESTING = 64;

  /** Elements that are computed (and not stored in the file) during the import, in all. */
  public static final long COMPUTED_ELEMENTS = 1L << 26;

  // State dicts.

  /** Bytes of one pickle; a state dict with optimizer state has about 200 kB. */
  public static final long PICKLE_BYTES = 1L << 25;

  /** Values that one pickle may make. */
  public static final int PICKLE_VALUES = 1 << 20;

  /** Bytes of one string or number in a pickle. */
  public static final int PICKLE_STRING = 1 << 22;

  /** Bytes of a line of text (module and class names) in a pickle. */
  public static final int PICKLE_LINE = 512;

  /** Bytes of a safetensors header. */
  public static final long SAFETENSORS_HEADER = 1L << 24;

  /** Tensors of a state dict. */
  public static final int TENSORS = 1 << 16;

  /** Characters of a parameter's name. */
  public static final int NAME = 1024;

  /** Elements of all tensors of a state dict together. */
  public static final long TOTAL_ELEMENTS = 1L << 27;

  /** Dicts around the state dict. */
  public static final int WRAPPERS = 4;

  // Keras.

  /** Bytes of the JSON that describes a network; MobileNetV3-Large has 300 kB. */
  public static final int KERAS_CONFIG = 1 << 22;

  /** Objects and lists inside one another in that JSON. */
  public static final int KERAS_NESTING = 128;

  /** Networks inside one another. */
  public static final int KERAS_MODELS = 16;

  /** Strings of an HDF5 attribute. */
  public static final int HDF5_STRINGS = 1 << 16;

  /** Groups inside one another in an HDF5 file. */
  public static final int HDF5_DEPTH = 64;

  private Limits() {}
}

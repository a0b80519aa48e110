package dev.octet.model;

/**
 * What a file may ask for at most, in one place; far above every MobileNet, far below what hurts.
 * Only {@code .octet} files have theirs in {@code dev.octet.runtime.format.bytes.FormatLimits},
 * because the board reads them too (docs/trust.md).
 */
public final class ModelLimits {
  // Any format.

  /** Bytes of the file, and of all external data together. */
  public static final long FILE_BYTES = 1L << 30;

  /** Nodes of a graph; exporters write 80 to 600 for a MobileNet. */
  public static final int NODES = 3_000;

  /** Axes of a tensor. */
  public static final int RANK = 16;

  /** Elements of one activation tensor. */
  public static final int ACTIVATION_ELEMENTS = 1 << 27;

  /** Kernel size, stride, padding and dilation of a window, in pixels. */
  public static final int WINDOW = 1 << 14;

  /** Elements of one weight tensor; the largest layer of a MobileNet has 1.8 million. */
  public static final long ELEMENTS = 1L << 26;

  /** Bytes that a compressed zip entry may always have when inflated. */
  public static final long INFLATED_BASE = 1L << 22;

  /** How much larger than that it may be, per compressed byte. */
  public static final long INFLATED_RATIO = 4;

  // ONNX.

  /** Messages inside one another in a protobuf file. */
  public static final int PROTOBUF_NESTING = 64;

  /** Bytes that the messages of any ONNX file may need as objects, besides tensors' data. */
  public static final long PROTOBUF_OBJECTS = 1L << 23;

  // State dicts.

  /** Bytes of one pickle; a state dict with optimizer state has about 200 kB. */
  public static final long PICKLE_BYTES = 1L << 25;

  /** Steps of one pickle; a large checkpoint with optimizer and EMA state has about 100,000. */
  public static final int PICKLE_VALUES = 3 << 16;

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

  /** Dicts around the state dict. */
  public static final int WRAPPERS = 4;

  // Keras.

  /** Bytes of the JSON that describes a network; MobileNetV3-Large has 300 kB. */
  public static final int KERAS_CONFIG = 1 << 22;

  /** Values, names and brackets of that JSON; MobileNetV3-Large has 15,000. */
  public static final int KERAS_VALUES = 1 << 17;

  /** Objects and lists inside one another in that JSON. */
  public static final int KERAS_NESTING = 128;

  /** Networks inside one another. */
  public static final int KERAS_MODELS = 16;

  /** Strings of an HDF5 attribute. */
  public static final int HDF5_STRINGS = 1 << 16;

  /** Levels of an HDF5 file's search trees of version 2; one level has hundreds of members. */
  public static final int HDF5_TREE = 1;

  /** Bytes of a node of these trees; HDF5 writes 512. */
  public static final int HDF5_TREE_NODE = 1 << 12;

  /** Bytes of an HDF5 file for each member of a group, at least; the shortest entry has 24. */
  public static final int HDF5_MEMBER = 16;

  /** Groups inside one another in an HDF5 file. */
  public static final int HDF5_DEPTH = 64;

  // TensorFlow Lite.

  /** Bytes of a tensor's name, in which those of all fused layers are. */
  public static final int TFLITE_NAME = 1 << 14;

  /** Values of all sparse weights together that any file may have, zeros included. */
  public static final long SPARSE_BASE = 1L << 20;

  /** How many more for each byte that is stored: three of four are zero in practice. */
  public static final long SPARSE_RATIO = 16;

  // Pictures.

  /** Pixels of a picture: 100 megapixels. */
  public static final long PIXELS = 100_000_000;

  /** Bytes of one picture's file. */
  public static final long PICTURE_BYTES = 1L << 30;

  /** Pixels in a byte: deflate reaches 1032 bytes of 8 pixels each. */
  public static final long PIXELS_PER_BYTE = 16_384;

  // Tensors (.npy, .npz) and texts.

  /** Characters of a .npy file's header. */
  public static final int NPY_HEADER = 1 << 16;

  /** Bytes of one row of a .npy file, or of a matrix in a .npz file. */
  public static final long NPY_ROW_BYTES = 1L << 30;

  /** Bytes of a labels file. */
  public static final long LABELS_BYTES = 16 << 20;

  /** Classes of a labels file. */
  public static final int CLASSES = 1_000_000;

  /** Bytes of a list of pictures. */
  public static final long LIST_BYTES = 64 << 20;

  private ModelLimits() {}

  /**
   * Bytes that compressed ones may become.
   *
   * @param packed compressed bytes
   */
  public static long inflated(long packed) {
    return INFLATED_BASE + INFLATED_RATIO * packed;
  }

  /**
   * Bytes that an import may use for what the file does not hold itself.
   *
   * @param fileBytes length of the file
   */
  public static long computedBytes(long fileBytes) {
    return (4L << 20) + 3 * fileBytes;
  }

  /**
   * Bytes that the messages of an ONNX file may need as objects.
   *
   * @param fileBytes length of the file
   */
  public static long protobufBytes(long fileBytes) {
    return PROTOBUF_OBJECTS + fileBytes;
  }
}

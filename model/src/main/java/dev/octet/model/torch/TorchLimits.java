package dev.octet.model.torch;

/** What a file may ask for; far above every MobileNet, far below a machine's memory. */
final class TorchLimits {
  /** Bytes of one pickle; a state dict with optimizer state has about 200 kB. */
  static final long PICKLE_BYTES = 1L << 25;

  /** Values that one pickle may make. */
  static final int PICKLE_VALUES = 1 << 20;

  /** Bytes of one string or number in a pickle. */
  static final int PICKLE_STRING = 1 << 22;

  /** Bytes of a line of text (module and class names) in a pickle. */
  static final int PICKLE_LINE = 512;

  /** Bytes of a safetensors header. */
  static final long SAFETENSORS_HEADER = 1L << 24;

  /** Tensors of a state dict. */
  static final int TENSORS = 1 << 16;

  /** Characters of a parameter's name. */
  static final int NAME = 1024;

  /** Extents of a tensor. */
  static final int RANK = 16;

  /** Elements of one tensor that is read; the largest layer of a MobileNet has 1.8 million. */
  static final long ELEMENTS = 1L << 26;

  /** Elements of all tensors of the network together. */
  static final long TOTAL_ELEMENTS = 1L << 27;

  /** Dicts around the state dict. */
  static final int WRAPPERS = 4;

  /** Bytes that a compressed zip entry may always have when inflated. */
  static final long INFLATED_BASE = 1L << 24;

  /** How much larger than that it may be, per compressed byte. */
  static final long INFLATED_RATIO = 16;

  private TorchLimits() {}
}

package dev.octet.calibration;

/**
 * Inputs for a network, one at a time and in any order: photos of a folder or a list, or ready
 * tensors of a {@code .npy} file. Safe for use by several threads.
 */
public interface TensorSource {
  /** Label of an input whose class is not known. */
  int UNLABELLED = -1;

  /** Number of inputs. */
  int size();

  /** Where an input came from: a path relative to the source, or a row number. */
  String name(int index);

  /** Class index of an input; {@link #UNLABELLED} where the source says no more. */
  default int label(int index) {
    return UNLABELLED;
  }

  /**
   * Reads one input as the network's float input tensor, HWC, normalized.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) if this one input cannot be read; others may
   *     still be
   */
  float[] read(int index);
}

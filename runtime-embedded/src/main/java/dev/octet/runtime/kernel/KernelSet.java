package dev.octet.runtime.kernel;

import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/** A family of kernels for all operations, chosen once when a model is loaded. */
public interface KernelSet {
  /**
   * The set's name as {@code inspect} shows it: {@code reference}, {@code scalar}, {@code vector}.
   */
  String name();

  /**
   * Prepares an operation of a validated schedule.
   *
   * @param operation the operation
   * @param tensors all tensors of the schedule, with their places in the arenas
   */
  Kernel prepare(Operation operation, TensorSpec[] tensors);

  /**
   * The set that runs a session's first inferences: this one, or, where this one is slow until the
   * JIT compiler has seen it, another one. The bits are the same.
   */
  default KernelSet first() {
    return this;
  }

  /**
   * Bytes that the calling thread has allocated so far, for a set with another {@link #first}: its
   * kernels are compiled, and quick, when a run of them adds nothing. A constant elsewhere.
   */
  default long allocated() {
    return 0;
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * What the reference kernels share: one part for each output row.
 *
 * @param <O> the operation
 */
abstract class ReferenceKernel<O extends Operation> implements Kernel {
  final O operation;
  final ArenaElements input;
  final ArenaElements output;

  ReferenceKernel(O operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = new ArenaElements(tensors[operation.input(0)]);
    this.output = new ArenaElements(tensors[operation.output()]);
  }

  /** Computes one output element. */
  abstract int element(Memory memory, int y, int x, int channel);

  @Override
  public final int units() {
    return output.height;
  }

  @Override
  public final void run(Memory memory, Scratch scratch, int begin, int end) {
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < output.width; x++) {
        for (int c = 0; c < output.channels; c++) {
          output.set(memory, output.index(y, x, c), element(memory, y, x, c));
        }
      }
    }
  }
}

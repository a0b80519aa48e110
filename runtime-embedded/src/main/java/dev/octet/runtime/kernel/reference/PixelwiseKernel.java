package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * What reference kernels share in which the channels of a pixel depend on each other: a part is a
 * pixel.
 *
 * @param <O> the operation
 */
abstract class PixelwiseKernel<O extends Operation> implements Kernel {
  final O operation;
  final ArenaElements input;
  final ArenaElements output;

  PixelwiseKernel(O operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.input = new ArenaElements(tensors[operation.input(0)]);
    this.output = new ArenaElements(tensors[operation.output()]);
  }

  /** Computes the elements {@code first} (inclusive) to {@code end} (exclusive), one pixel's. */
  abstract void pixel(Memory memory, Scratch scratch, int first, int end);

  @Override
  public final int units() {
    return output.height * output.width;
  }

  @Override
  public final int scratchInts() {
    return output.channels;
  }

  @Override
  public final void run(Memory memory, Scratch scratch, int begin, int end) {
    for (int pixel = begin; pixel < end; pixel++) {
      pixel(memory, scratch, pixel * output.channels, (pixel + 1) * output.channels);
    }
  }
}

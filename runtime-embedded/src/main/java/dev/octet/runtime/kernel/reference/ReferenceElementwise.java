package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.operation.Elementwise;

/** Activation, change of scale or addition (docs/arithmetic.md, equation 7). */
final class ReferenceElementwise extends ReferenceKernel<Elementwise> {
  private final ArenaElements residual;

  ReferenceElementwise(Elementwise operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.residual = residual(operation.epilogue, tensors);
  }

  /** The residual of an epilogue, or null. */
  static ArenaElements residual(Epilogue epilogue, TensorSpec[] tensors) {
    return epilogue.residual == null ? null : new ArenaElements(tensors[epilogue.residual.tensor]);
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int index = output.index(y, x, channel);
    int added = residual == null ? 0 : residual.get(memory, index);
    int value = input.get(memory, index) - operation.zeroPoint[channel];
    return Requantize.apply(operation.epilogue, channel, value, added);
  }
}

package dev.octet.runtime.kernel.reference;

import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Concat;

/** Channels of several maps one after another (docs/arithmetic.md, equation 7). */
final class ReferenceConcat extends ReferenceKernel<Concat> {
  private final ArenaElements[] inputs;

  ReferenceConcat(Concat operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.inputs = new ArenaElements[operation.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new ArenaElements(tensors[operation.input(i)]);
    }
  }

  @Override
  int element(Memory memory, int y, int x, int channel) {
    int part = 0;
    int c = channel;
    while (c >= inputs[part].channels) {
      c -= inputs[part].channels;
      part++;
    }
    ArenaElements from = inputs[part];
    int value = from.get(memory, from.index(y, x, c)) - operation.zeroPoint[part][c];
    return Requantize.apply(operation.epilogue[part], c, value, 0);
  }
}

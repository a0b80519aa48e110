package dev.octet.runtime.kernel;

import dev.octet.runtime.schedule.Concat;
import dev.octet.runtime.schedule.TensorSpec;

/** Channels of several maps behind one another (docs/arithmetic.md, equation 14). */
final class ReferenceConcat extends ReferenceKernel {
  private final Concat operation;
  private final Elements[] inputs;

  ReferenceConcat(Concat operation, TensorSpec[] tensors) {
    super(operation, tensors);
    this.operation = operation;
    this.inputs = new Elements[operation.inputCount()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new Elements(tensors[operation.input(i)]);
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
    Elements input = inputs[part];
    int value = input.get(memory, input.index(y, x, c)) - operation.zeroPoint[part][c];
    return Requantize.apply(operation.epilogue[part], c, value, 0);
  }
}

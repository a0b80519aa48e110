package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;

/**
 * Fully connected layer over int16 elements, as in squeeze-excite: four outputs at a time in 64-bit
 * sums. A part is a block of outputs.
 */
final class ScalarInt16FullyConnected implements Kernel {
  private static final int BLOCK = 32;

  private final Convolution operation;
  private final ScalarEpilogue epilogue;
  private final int inputOffset;
  private final int depth;
  private final int outputs;

  ScalarInt16FullyConnected(Convolution operation, TensorSpec[] tensors) {
    this.operation = operation;
    this.epilogue = new ScalarEpilogue(operation.epilogue, tensors, operation.output());
    this.inputOffset = tensors[operation.input(0)].arenaOffset();
    this.depth = tensors[operation.input(0)].channels();
    this.outputs = operation.bias.length;
  }

  @Override
  public int units() {
    return (outputs + BLOCK - 1) / BLOCK;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    byte[] w = operation.weights.data();
    int last = Math.min(end * BLOCK, outputs);
    int o = begin * BLOCK;
    for (; o <= last - 4; o += 4) {
      four(memory, memory.int16, inputOffset, w, operation.weights.offset() + o * depth, o);
    }
    for (; o < last; o++) {
      int at = operation.weights.offset() + o * depth;
      long sum = operation.bias[o];
      for (int k = 0; k < depth; k++) {
        sum += memory.int16[inputOffset + k] * w[at + k];
      }
      epilogue.finish(memory, sum, o, o);
    }
  }

  private void four(Memory memory, short[] x, int at, byte[] w, int w0, int o) {
    int w1 = w0 + depth;
    int w2 = w1 + depth;
    int w3 = w2 + depth;
    long a = operation.bias[o];
    long b = operation.bias[o + 1];
    long c = operation.bias[o + 2];
    long d = operation.bias[o + 3];
    for (int k = 0; k < depth; k++) {
      int v = x[at + k];
      a += v * w[w0 + k];
      b += v * w[w1 + k];
      c += v * w[w2 + k];
      d += v * w[w3 + k];
    }
    epilogue.finish(memory, a, o, o);
    epilogue.finish(memory, b, o + 1, o + 1);
    epilogue.finish(memory, c, o + 2, o + 2);
    epilogue.finish(memory, d, o + 3, o + 3);
  }
}

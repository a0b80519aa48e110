package dev.octet.model.execute.matrix;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** Plain Java; the JIT compiler turns the inner loops over channels into vector code. */
public final class ScalarFloatArithmetic implements FloatArithmetic {
  @Override
  public PackedMatrix pack(float[] weights, float[] bias, int columns, int depth) {
    return new ScalarFloatMatrix(weights, bias, columns, depth);
  }

  @Override
  public FloatKernel depthwise(Op.Conv conv, Shape input, Shape output) {
    return new ScalarFloatDepthwise(conv, input, output);
  }

  @Override
  public String name() {
    return "scalar";
  }
}

package dev.octet.model.execute;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/** Plain Java; the JIT compiler turns the inner loops over channels into vector code. */
final class ScalarArithmetic implements Arithmetic {
  @Override
  public PackedMatrix pack(float[] weights, float[] bias, int columns, int depth) {
    return new ScalarMatrix(weights, bias, columns, depth);
  }

  @Override
  public Kernel depthwise(Op.Conv conv, Shape input, Shape output) {
    return new ScalarDepthwise(conv, input, output);
  }

  @Override
  public String name() {
    return "scalar";
  }
}

package dev.octet.model.execute;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import jdk.incubator.vector.FloatVector;

/** Vector API, lanes over output channels; loaded only where the module is present. */
final class VectorArithmetic implements Arithmetic {
  @Override
  public PackedMatrix pack(float[] weights, float[] bias, int columns, int depth) {
    return columns < VectorMatrix.LANES
        ? new ScalarMatrix(weights, bias, columns, depth)
        : new VectorMatrix(weights, bias, columns, depth);
  }

  @Override
  public Kernel depthwise(Op.Conv conv, Shape input, Shape output) {
    return conv.outputChannels() < VectorMatrix.LANES
        ? new ScalarDepthwise(conv, input, output)
        : new VectorDepthwise(conv, input, output);
  }

  @Override
  public String name() {
    return "vector " + FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }
}

package dev.octet.model.execute.matrix;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import jdk.incubator.vector.FloatVector;

/** Vector API, lanes over output channels; loaded only where the module is present. */
final class VectorFloatArithmetic implements FloatArithmetic {
  @Override
  public PackedMatrix pack(float[] weights, float[] bias, int columns, int depth) {
    return columns < VectorFloatMatrix.LANES
        ? new ScalarFloatMatrix(weights, bias, columns, depth)
        : new VectorFloatMatrix(weights, bias, columns, depth);
  }

  @Override
  public FloatKernel depthwise(Op.Conv conv, Shape input, Shape output) {
    return conv.outputChannels() < VectorFloatMatrix.LANES
        ? new ScalarFloatDepthwise(conv, input, output)
        : new VectorFloatDepthwise(conv, input, output);
  }

  @Override
  public String name() {
    return "vector " + FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }
}

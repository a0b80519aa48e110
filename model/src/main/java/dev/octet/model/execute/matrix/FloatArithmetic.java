package dev.octet.model.execute.matrix;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/**
 * The two products that take nearly all the time. Every implementation adds up in the same order
 * with fused multiply-adds (bias first, then kernel row, kernel column, input channel), so that all
 * of them give the same bits.
 */
public interface FloatArithmetic {
  /**
   * Packs a matrix.
   *
   * @param weights [columns][depth]
   * @param bias one per column
   */
  PackedMatrix pack(float[] weights, float[] bias, int columns, int depth);

  /** A depthwise convolution with one output channel per input channel. */
  FloatKernel depthwise(Op.Conv conv, Shape input, Shape output);

  /** Name for reports. */
  String name();

  /** The fastest implementation that this JVM can run. */
  static FloatArithmetic best() {
    // The Vector API is an incubator module: absent unless the launcher adds it.
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorFloatArithmetic()
        : new ScalarFloatArithmetic();
  }
}

package dev.octet.model.execute.matrix;

import dev.octet.model.execute.kernel.PixelKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;

/** What depthwise convolutions work with: weights are [row][column][channel]. */
abstract class FloatDepthwise extends PixelKernel {
  final Window window;
  final float[] weights;
  final float[] bias;

  FloatDepthwise(Op.Conv conv, Shape in, Shape out) {
    super(in, out);
    this.window = conv.window();
    this.weights = DepthwiseWeights.tapsFirst(conv);
    this.bias = conv.bias();
  }
}

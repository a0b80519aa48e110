package dev.octet.model.onnx.tensor;

import dev.octet.model.graph.Shape;

/**
 * An ONNX tensor that depends on the input: a tensor of the float graph and the way ONNX looks at
 * it.
 *
 * @param tensor name in the float graph
 * @param shape shape in the float graph
 * @param view ONNX's axes
 * @param softmax whether a softmax or sigmoid has been split off after it, so that only a change of
 *     view may follow
 */
public record Activation(String tensor, Shape shape, View view, boolean softmax)
    implements OnnxValue {
  /** The same tensor looked at in another way. */
  public Activation withView(View newView) {
    return new Activation(tensor, shape, newView, softmax);
  }

  /** ONNX's extents. */
  public int[] dims() {
    return view.extents(shape);
  }
}

package dev.octet.model.onnx.tensor;

import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.output.Ending;
import java.util.List;

/**
 * An ONNX tensor that depends on the input: a tensor of the float graph and the way ONNX looks at
 * it.
 *
 * @param tensor name in the float graph
 * @param shape shape in the float graph
 * @param view ONNX's axes
 * @param ending what has been split off after it; then only a change of view may follow
 * @param row what a softmax or argmax runs over; empty for others
 */
public record Activation(String tensor, Shape shape, View view, Ending ending, List<Axis> row)
    implements OnnxValue {
  /** Copies the list. */
  public Activation {
    row = List.copyOf(row);
  }

  /** A tensor with nothing split off. */
  public Activation(String tensor, Shape shape, View view) {
    this(tensor, shape, view, Ending.NONE, List.of());
  }

  /** The same tensor after what is split off. */
  public Activation ended(Ending newEnding, List<Axis> newRow) {
    return new Activation(tensor, shape, view, newEnding, newRow);
  }

  /** The same tensor looked at in another way. */
  public Activation withView(View newView) {
    return new Activation(tensor, shape, newView, ending, row);
  }

  /** ONNX's extents. */
  public int[] dims() {
    return view.extents(shape);
  }
}

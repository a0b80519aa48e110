package dev.octet.model.onnx.raw;

import dev.octet.model.onnx.tensor.OnnxValue;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.schedule.output.Ending;

/**
 * Elements of one or more activations in another order than a view can say: the end of a network
 * that joins boxes of several maps. Only outputs may be made of it.
 *
 * @param numbers for each element its number in the import's {@link
 *     dev.octet.model.graph.ElementTable}
 * @param ending what has been split off after it
 * @param axis the axis that the ending runs over
 * @param refusal why nothing can be computed with it
 */
public record Arrangement(Constant numbers, Ending ending, int axis, OctetException refusal)
    implements OnnxValue {
  /** Elements with nothing split off. */
  public Arrangement(Constant numbers, OctetException refusal) {
    this(numbers, Ending.NONE, 0, refusal);
  }

  /** The same elements after a softmax along an axis, or after sigmoids. */
  public Arrangement ended(Ending newEnding, int newAxis) {
    return new Arrangement(numbers, newEnding, newAxis, refusal);
  }
}

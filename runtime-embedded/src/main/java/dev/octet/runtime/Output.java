package dev.octet.runtime;

import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;

/**
 * One output of a session: a row of values, a map, boxes. It shows what the latest inference gave;
 * reading it allocates nothing.
 */
public final class Output {
  private final Session session;
  private final OutputSpec spec;
  private final int elements;

  Output(Session session, OutputSpec spec) {
    this.session = session;
    this.spec = spec;
    this.elements = spec.elements();
  }

  /** Its name in the file that the model was made from. */
  public String name() {
    return spec.name;
  }

  /** Number of axes. */
  public int rank() {
    return spec.shape.length;
  }

  /** Extent of an axis, as the file that the model was made from has it. */
  public int extent(int axis) {
    return spec.shape[axis];
  }

  /** Number of elements: the product of the extents. */
  public int elements() {
    return elements;
  }

  /** What the float network does last to it; {@link #answers} computes it. */
  public Ending ending() {
    return spec.ending;
  }

  /** The axis that the ending runs over; 0 where it runs over none. */
  public int axis() {
    return spec.axis;
  }

  /**
   * The values that go into the ending: logits.
   *
   * @param into one place for each element, row-major in the output's own shape
   */
  public void values(float[] into) {
    for (OutputPart part : spec.parts) {
      copy(part, 0, part.placement.first(), part.placement.target(), into);
    }
  }

  private void copy(OutputPart part, int axis, int source, int target, float[] into) {
    Placement placement = part.placement;
    boolean last = axis == placement.axes() - 1;
    for (int i = 0; i < placement.extent(axis); i++) {
      int from = source + i * placement.step(axis);
      int to = target + i * placement.targetStep(axis);
      if (last) {
        into[to] = (float) session.real(part.tensor, from);
      } else {
        copy(part, axis + 1, from, to, into);
      }
    }
  }

  /**
   * What the float network answers: the values after softmax or sigmoid (docs/arithmetic.md,
   * equation 14). An argmax is left to the reader.
   *
   * @param into one place for each element, row-major in the output's own shape
   */
  public void answers(float[] into) {
    values(into);
    if (spec.ending == Ending.SIGMOID) {
      for (int i = 0; i < elements; i++) {
        into[i] = (float) (1 / (1 + StrictMath.exp(-into[i])));
      }
    } else if (spec.ending == Ending.SOFTMAX) {
      int step = 1;
      for (int i = spec.axis + 1; i < spec.shape.length; i++) {
        step *= spec.shape[i];
      }
      int length = spec.shape[spec.axis];
      for (int i = 0; i < elements; i++) {
        if (i / step % length == 0) {
          softmax(into, i, step, length);
        }
      }
    }
  }

  private static void softmax(float[] values, int first, int step, int length) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, values[first + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += StrictMath.exp(values[first + i * step] - max);
    }
    for (int i = 0; i < length; i++) {
      double value = StrictMath.exp(values[first + i * step] - max);
      values[first + i * step] = (float) (value / sum);
    }
  }
}

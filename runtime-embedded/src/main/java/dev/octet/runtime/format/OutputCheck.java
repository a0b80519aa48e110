package dev.octet.runtime.format;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;
import java.util.BitSet;

/** Validates what outputs are made of, once the tensors have been checked. */
final class OutputCheck {
  /** How often all outputs together may read an element, so that a file cannot ask for much. */
  private static final long READS = 4;

  private final Schedule schedule;
  private final String source;

  private OutputCheck(Schedule schedule, String source) {
    this.schedule = schedule;
    this.source = source;
  }

  /** Refuses outputs whose parts do not lie in their tensors or do not give every element once. */
  static void check(Schedule schedule, String source) {
    new OutputCheck(schedule, source).run();
  }

  private void run() {
    Check model = new Check(source);
    model.range("the number of outputs", schedule.outputs.length, 1, FormatLimits.OUTPUTS);
    long elements = 0;
    for (int i = 0; i < schedule.outputs.length; i++) {
      OutputSpec output = schedule.outputs[i];
      Check check = new Check(source + ": output " + i + " (" + output.name + ")");
      long parts = shape(check, output);
      long left = FormatLimits.ARENA_BYTES;
      for (OutputPart part : output.parts) {
        check.range("a part's tensor", part.tensor, 0, schedule.tensors.length - 1);
        long placed = placed(check, part, schedule.tensors[part.tensor], (int) parts);
        left -= placed;
        check.require(left >= 0, "the parts are too large");
        elements += placed;
      }
      check.count("the parts", (int) (FormatLimits.ARENA_BYTES - left), (int) parts);
    }
    long heads = 0;
    for (int head : schedule.heads) {
      heads += schedule.tensors[head].elements();
    }
    model.require(elements <= READS * heads, "the outputs read their tensors too often");
    model.require(heads <= FormatLimits.ARENA_BYTES, "the outputs' tensors are too large");
    for (int i = 0; i < schedule.outputs.length; i++) {
      once(new Check(source + ": output " + i), schedule.outputs[i]);
    }
    if (schedule.isRow() && schedule.labels.length != 0) {
      model.count(
          "the list of labels",
          schedule.labels.length,
          schedule.tensors[schedule.output].channels());
    }
  }

  /** Elements of an output. */
  private static long shape(Check check, OutputSpec output) {
    check.range("the number of axes", output.shape.length, 0, FormatLimits.OUTPUT_AXES);
    check.range("the number of parts", output.parts.length, 1, FormatLimits.OUTPUT_PARTS);
    long elements = 1;
    for (int extent : output.shape) {
      check.range("an extent", extent, 1, FormatLimits.ARENA_BYTES);
      elements *= extent;
      check.range("the number of elements", elements, 1, FormatLimits.ARENA_BYTES);
    }
    boolean along = output.ending == Ending.SOFTMAX || output.ending == Ending.ARGMAX;
    check.range("the ending's axis", output.axis, 0, along ? output.shape.length - 1 : 0);
    return elements;
  }

  /** Elements that a part gives, all within tensor and output. */
  private static long placed(Check check, OutputPart part, TensorSpec tensor, int outputElements) {
    Placement p = part.placement;
    check.range("a part's axes", p.axes(), 1, FormatLimits.OUTPUT_AXES);
    long count = 1;
    long last = p.first();
    long lastTarget = p.target();
    check.range("a part's first element", last, 0, tensor.elements() - 1L);
    check.range("a part's place", lastTarget, 0, outputElements - 1L);
    for (int axis = 0; axis < p.axes(); axis++) {
      check.range("a part's extent", p.extent(axis), 1, tensor.elements());
      check.range("a part's step", p.step(axis), 1, tensor.elements());
      check.range("a part's step in the output", p.targetStep(axis), 1, outputElements);
      last += (p.extent(axis) - 1L) * p.step(axis);
      lastTarget += (p.extent(axis) - 1L) * p.targetStep(axis);
      count *= p.extent(axis);
      check.range("a part's last element", last, 0, tensor.elements() - 1L);
      check.range("a part's last place", lastTarget, 0, outputElements - 1L);
      check.range("a part's elements", count, 1, outputElements);
    }
    return count;
  }

  /** Whether each step in the output reaches past all that smaller steps can. */
  private static boolean isMixedRadix(Placement p) {
    for (int a = 0; a < p.axes(); a++) {
      long reach = 0;
      for (int b = 0; b < p.axes(); b++) {
        boolean inner = p.targetStep(b) < p.targetStep(a);
        if (b != a && p.targetStep(b) == p.targetStep(a)) {
          return false;
        }
        reach += inner ? (p.extent(b) - 1L) * p.targetStep(b) : 0;
      }
      if (reach >= p.targetStep(a)) {
        return false;
      }
    }
    return true;
  }

  private static void once(Check check, OutputSpec output) {
    if (output.parts.length == 1 && isMixedRadix(output.parts[0].placement)) {
      return;
    }
    BitSet seen = new BitSet();
    for (OutputPart part : output.parts) {
      Placement p = part.placement;
      int count = p.elements();
      for (int i = 0; i < count; i++) {
        int target = p.target(i);
        check.require(!seen.get(target), "two parts give the same element");
        seen.set(target);
      }
    }
  }
}

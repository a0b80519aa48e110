package dev.octet.runtime.format;

import dev.octet.runtime.format.bytes.ByteCursor;
import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;

/** Reads the outputs of a file of version 2. */
final class OutputReader {
  private OutputReader() {}

  /** Reads the outputs; that their parts fit is checked with the schedule. */
  static OutputSpec[] outputs(ByteCursor cursor, int tensors) {
    OutputSpec[] outputs =
        new OutputSpec[cursor.u32("the number of outputs", FormatLimits.OUTPUTS)];
    if (outputs.length == 0) {
      throw cursor.failure("a model without outputs");
    }
    for (int i = 0; i < outputs.length; i++) {
      String name = cursor.string("an output's name");
      int[] shape = new int[cursor.u32("an output's axes", FormatLimits.OUTPUT_AXES)];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = cursor.u32("an output's extent", FormatLimits.ARENA_BYTES);
      }
      Ending ending = Ending.of(cursor.u32("an output's ending", Ending.COUNT - 1));
      int axis = cursor.u32("the ending's axis", FormatLimits.OUTPUT_AXES);
      OutputPart[] parts =
          new OutputPart[cursor.u32("an output's parts", FormatLimits.OUTPUT_PARTS)];
      for (int p = 0; p < parts.length; p++) {
        parts[p] = part(cursor, tensors);
      }
      outputs[i] = new OutputSpec(name, shape, ending, axis, parts);
    }
    return outputs;
  }

  private static OutputPart part(ByteCursor cursor, int tensors) {
    int tensor = cursor.index("a part's tensor", tensors);
    int first = cursor.u32("a part's first element", FormatLimits.ARENA_BYTES);
    int target = cursor.u32("a part's place", FormatLimits.ARENA_BYTES);
    int axes = cursor.u32("a part's axes", FormatLimits.OUTPUT_AXES);
    int[] extents = new int[axes];
    int[] steps = new int[axes];
    int[] targetSteps = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      extents[axis] = cursor.u32("a part's extent", FormatLimits.ARENA_BYTES);
      steps[axis] = cursor.u32("a part's step", FormatLimits.ARENA_BYTES);
      targetSteps[axis] = cursor.u32("a part's step in the output", FormatLimits.ARENA_BYTES);
    }
    return new OutputPart(tensor, new Placement(first, target, extents, steps, targetSteps));
  }
}

package dev.octet.quantizer.schedule;

import dev.octet.runtime.format.Lifetimes;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors that share one place of an arena, one after another; mostly a single one.
 *
 * @param tensors their indices in the schedule
 * @param first the step that writes the first of them, -1 for the input
 * @param last the step that reads the last of them for the last time
 * @param size elements, rounded up to the planner's alignment
 */
record ArenaBlock(List<Integer> tensors, int first, int last, long size) {
  ArenaBlock {
    tensors = List.copyOf(tensors);
  }

  /** Whether both hold something during the same step. */
  boolean overlaps(ArenaBlock other) {
    return first <= other.last && other.first <= last;
  }

  /** Every tensor of an arena, of shorts or of bytes, for itself. */
  static List<ArenaBlock> apart(Schedule schedule, Lifetimes lifetimes, boolean wide) {
    List<ArenaBlock> blocks = new ArrayList<>();
    for (int i = 0; i < schedule.tensors.length; i++) {
      TensorSpec tensor = schedule.tensors[i];
      if (tensor.type().wide() == wide) {
        long size = (lifetimes.held(i) + ArenaPlanner.ALIGNMENT - 1L) / ArenaPlanner.ALIGNMENT;
        blocks.add(
            new ArenaBlock(
                List.of(i), lifetimes.first(i), lifetimes.last(i), size * ArenaPlanner.ALIGNMENT));
      }
    }
    return blocks;
  }

  /** The tensors of an arena, an output joined to an input wherever its step can work in place. */
  static List<ArenaBlock> inPlace(Schedule schedule, Lifetimes lifetimes, boolean wide) {
    List<ArenaBlock> blocks = apart(schedule, lifetimes, wide);
    for (Operation operation : schedule.operations) {
      for (int i = 0; i < operation.inputCount(); i++) {
        int input = operation.input(i);
        int output = operation.output();
        if (schedule.tensors[output].type().wide() == wide && lifetimes.mayShare(input, output)) {
          join(blocks, input, output);
          break;
        }
      }
    }
    return blocks;
  }

  private static void join(List<ArenaBlock> blocks, int input, int output) {
    ArenaBlock before = holder(blocks, input);
    ArenaBlock after = holder(blocks, output);
    List<Integer> tensors = new ArrayList<>(before.tensors);
    tensors.addAll(after.tensors);
    blocks.set(
        blocks.indexOf(before), new ArenaBlock(tensors, before.first, after.last, before.size));
    blocks.remove(after);
  }

  private static ArenaBlock holder(List<ArenaBlock> blocks, int tensor) {
    return blocks.stream().filter(b -> b.tensors.contains(tensor)).findFirst().orElseThrow();
  }
}

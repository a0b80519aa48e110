package dev.octet.runtime.format;

import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.BandWalk;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.Arrays;

/**
 * From which step to which a tensor holds something, and where an output may take the place of an
 * input. Step numbers are indices of {@link Schedule#operations}; the input tensor is there before
 * step 0, the output tensor until after the last.
 */
public final class Lifetimes {
  private final Schedule schedule;
  private final int[] first;
  private final int[] last;
  private final int[] held;

  /** Looks at a schedule whose tensor indices are valid. */
  public Lifetimes(Schedule schedule) {
    this.schedule = schedule;
    int count = schedule.tensors.length;
    this.first = new int[count];
    this.last = new int[count];
    Arrays.fill(first, Integer.MAX_VALUE);
    Arrays.fill(last, Integer.MIN_VALUE);
    first[schedule.input] = -1;
    last[schedule.input] = -1;
    for (int step = 0; step < schedule.operations.length; step++) {
      Operation operation = schedule.operations[step];
      first[operation.output()] = Math.min(first[operation.output()], step);
      last[operation.output()] = Math.max(last[operation.output()], step);
      for (int i = 0; i < operation.inputCount(); i++) {
        last[operation.input(i)] = Math.max(last[operation.input(i)], step);
      }
    }
    for (int head : schedule.heads) {
      last[head] = schedule.operations.length;
    }
    this.held = new int[count];
    for (int i = 0; i < count; i++) {
      held[i] = schedule.tensors[i].elements();
    }
    for (BandGroup group : schedule.bands) {
      together(group);
    }
  }

  /** In a group, all that any of its steps reads or writes is in use from its first to its last. */
  private void together(BandGroup group) {
    BandWalk walk = new BandWalk(group, schedule.operations, schedule.tensors);
    for (int step = group.first; step <= group.last; step++) {
      Operation operation = schedule.operations[step];
      int output = operation.output();
      first[output] = group.first;
      last[output] = Math.max(last[output], group.last);
      TensorSpec spec = schedule.tensors[output];
      held[output] = walk.rows(step) * spec.width() * spec.channels();
      for (int i = 0; i < operation.inputCount(); i++) {
        last[operation.input(i)] = Math.max(last[operation.input(i)], group.last);
      }
    }
  }

  /** Elements of a tensor that have a place: all of them, or those of the rows of a band. */
  public int held(int tensor) {
    return held[tensor];
  }

  /** The step that writes a tensor, -1 for the input, {@code Integer.MAX_VALUE} if none does. */
  public int first(int tensor) {
    return first[tensor];
  }

  /** The last step that reads (or writes) a tensor. */
  public int last(int tensor) {
    return last[tensor];
  }

  /** Whether two tensors hold something during the same step. */
  public boolean overlap(int a, int b) {
    return first[a] <= last[b] && first[b] <= last[a];
  }

  /**
   * Whether the later of two tensors may lie exactly over the earlier one: the step that writes it
   * is the last that reads the other, works in place, and both have one storage and shape.
   */
  public boolean mayShare(int a, int b) {
    int earlier = first[a] <= first[b] ? a : b;
    int later = earlier == a ? b : a;
    int step = first[later];
    if (step < 0 || step >= schedule.operations.length || last[earlier] != step) {
      return false;
    }
    Operation operation = schedule.operations[step];
    TensorSpec x = schedule.tensors[earlier];
    TensorSpec y = schedule.tensors[later];
    return operation.worksInPlace()
        && first[earlier] < step
        && x.type().wide() == y.type().wide()
        && x.height() == y.height()
        && x.width() == y.width()
        && x.channels() == y.channels();
  }
}

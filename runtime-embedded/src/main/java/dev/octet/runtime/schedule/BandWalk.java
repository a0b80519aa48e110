package dev.octet.runtime.schedule;

import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * How a {@link BandGroup} goes through its rows (docs/format.md, section 9). For each band the rows
 * that are still missing are found from the last step backwards, then computed from the first step
 * forwards. Rows of a tensor between two steps that are needed again are moved to the start of its
 * place, new ones follow.
 */
public final class BandWalk {
  private final BandGroup group;
  private final Window[] windows;
  private final int[] heights;
  private final int[] heldBegin;
  private final int[] heldEnd;
  private final int[] capacity;
  private final List<BandPart> parts = new ArrayList<>();

  /**
   * Walks through all bands.
   *
   * @param group the group, its steps convolutions, each of which reads the one before
   * @param operations the schedule's steps
   * @param tensors the schedule's tensors
   */
  public BandWalk(BandGroup group, Operation[] operations, TensorSpec[] tensors) {
    this.group = group;
    int steps = group.last - group.first + 1;
    this.windows = new Window[steps];
    this.heights = new int[steps + 1];
    heights[0] = tensors[operations[group.first].input(0)].height();
    for (int i = 0; i < steps; i++) {
      windows[i] = ((Convolution) operations[group.first + i]).window;
      heights[i + 1] = tensors[operations[group.first + i].output()].height();
    }
    // Index 0 is the group's input, which is whole; the last entry is its output, also whole.
    this.heldBegin = new int[steps + 1];
    this.heldEnd = new int[steps + 1];
    this.capacity = new int[steps + 1];
    for (int row = 0; row < heights[steps]; row += group.rows) {
      band(row, Math.min(row + group.rows, heights[steps]));
    }
    capacity[0] = heights[0];
    capacity[steps] = heights[steps];
  }

  /** All parts in order of execution. */
  public List<BandPart> parts() {
    return parts;
  }

  /** Rows for which the output of a step of the group needs a place. */
  public int rows(int step) {
    return capacity[step - group.first + 1];
  }

  private void band(int begin, int end) {
    int steps = windows.length;
    int[] newBegin = new int[steps + 1];
    int[] newEnd = new int[steps + 1];
    int[] needBegin = new int[steps + 1];
    int[] needEnd = new int[steps + 1];
    newBegin[steps] = begin;
    newEnd[steps] = end;
    for (int i = steps - 1; i >= 0; i--) {
      if (newBegin[i + 1] == newEnd[i + 1]) {
        break;
      }
      Window w = windows[i];
      int extent = (w.kernelHeight - 1) * w.dilationHeight + 1;
      int top = newBegin[i + 1] * w.strideHeight - w.padTop;
      int bottom = (newEnd[i + 1] - 1) * w.strideHeight - w.padTop + extent;
      needBegin[i] = Math.max(0, top);
      needEnd[i] = Math.min(heights[i], bottom);
      newBegin[i] = Math.max(needBegin[i], heldEnd[i]);
      newEnd[i] = Math.max(newBegin[i], needEnd[i]);
    }
    for (int i = 0; i < steps; i++) {
      if (newBegin[i + 1] < newEnd[i + 1]) {
        part(i, needBegin[i], needEnd[i], newBegin[i + 1], newEnd[i + 1], needBegin[i + 1]);
      }
    }
  }

  private void part(int i, int needBegin, int needEnd, int newBegin, int newEnd, int keepFrom) {
    int output = i + 1;
    int moveBy = 0;
    if (output < windows.length) {
      int kept = Math.max(0, heldEnd[output] - keepFrom);
      moveBy = kept == 0 ? 0 : keepFrom - heldBegin[output];
      heldBegin[output] = newBegin - kept;
      heldEnd[output] = newEnd;
      capacity[output] = Math.max(capacity[output], newEnd - heldBegin[output]);
    }
    parts.add(
        new BandPart(
            group.first + i,
            needBegin,
            needEnd,
            heldBegin[i],
            newBegin,
            newEnd,
            heldBegin[output],
            moveBy));
  }
}

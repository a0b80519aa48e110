package dev.octet.runtime.kernel.scalar;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Rearrange;
import java.util.Arrays;

/** Elements that move, in runs of neighbours where the channels have some. A part is a row. */
final class ScalarMoves implements Kernel {
  private final Rearrange operation;
  private final boolean wide;
  private final int from;
  private final int to;

  /** Where each run of channels begins, and at last their number. */
  private final int[] runs;

  ScalarMoves(Rearrange operation, TensorSpec[] tensors) {
    TensorSpec input = tensors[operation.input(0)];
    this.operation = operation;
    this.wide = input.type().wide();
    this.from = input.arenaOffset();
    this.to = tensors[operation.output()].arenaOffset();
    int[] depth = operation.depth;
    int[] starts = new int[depth.length + 1];
    int count = 0;
    for (int c = 0; c < depth.length; c++) {
      boolean goesOn = c > 0 && depth[c - 1] >= 0 && depth[c] == depth[c - 1] + 1;
      if (!goesOn) {
        starts[count++] = c;
      }
    }
    starts[count++] = depth.length;
    this.runs = Arrays.copyOf(starts, count);
  }

  @Override
  public int units() {
    return operation.rows.length;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    int[] columns = operation.columns;
    int channels = operation.depth.length;
    for (int y = begin; y < end; y++) {
      int row = operation.rows[y];
      for (int x = 0; x < columns.length; x++) {
        int target = to + (y * columns.length + x) * channels;
        int source = row < 0 || columns[x] < 0 ? -1 : from + row + columns[x];
        if (wide) {
          pixel(memory.int16, source, target);
        } else {
          pixel(memory.int8, source, target);
        }
      }
    }
  }

  private void pixel(byte[] arena, int source, int target) {
    for (int r = 0; r + 1 < runs.length; r++) {
      int c = runs[r];
      int count = runs[r + 1] - c;
      if (source < 0) {
        for (int i = c; i < c + count; i++) {
          arena[target + i] = (byte) operation.fill[i];
        }
      } else if (operation.depth[c] < 0) {
        arena[target + c] = (byte) operation.fill[c];
      } else if (count == 1) {
        arena[target + c] = arena[source + operation.depth[c]];
      } else {
        System.arraycopy(arena, source + operation.depth[c], arena, target + c, count);
      }
    }
  }

  private void pixel(short[] arena, int source, int target) {
    for (int r = 0; r + 1 < runs.length; r++) {
      int c = runs[r];
      int count = runs[r + 1] - c;
      if (source < 0) {
        System.arraycopy(operation.fill, c, arena, target + c, count);
      } else if (operation.depth[c] < 0) {
        arena[target + c] = operation.fill[c];
      } else {
        System.arraycopy(arena, source + operation.depth[c], arena, target + c, count);
      }
    }
  }
}

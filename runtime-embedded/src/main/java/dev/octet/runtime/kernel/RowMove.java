package dev.octet.runtime.kernel;

import dev.octet.runtime.schedule.TensorSpec;

/** Moves rows of a tensor to the start of its place, between two bands. */
public final class RowMove implements Kernel {
  private final boolean wide;
  private final int from;
  private final int to;
  private final int count;

  /**
   * Prepares a move.
   *
   * @param kept the rows where they are
   * @param by how many rows they go towards the start
   */
  public RowMove(TensorSpec kept, int by) {
    this.wide = kept.type().wide();
    this.from = kept.arenaOffset();
    this.to = from - by * kept.width() * kept.channels();
    this.count = kept.elements();
  }

  @Override
  public int units() {
    return 1;
  }

  @Override
  public void run(Memory memory, Scratch scratch, int begin, int end) {
    Object arena = wide ? memory.int16 : memory.int8;
    System.arraycopy(arena, from, arena, to, count);
  }
}

package dev.octet.runtime.schedule;

/**
 * Consecutive convolutions that run together, band by band: of the last one's output {@code rows}
 * rows at a time, of the others what these need. The tensors between them hold only the rows in
 * use, so that the arena stays small; every row is computed once, and the bits are those of whole
 * steps. What follows from the three numbers is in {@link BandWalk}.
 */
public final class BandGroup {
  /** Index of the first step. */
  public final int first;

  /** Index of the last step, at least one more. */
  public final int last;

  /** Output rows of the last step in a band, at least 1. */
  public final int rows;

  /** Makes a group. */
  public BandGroup(int first, int last, int rows) {
    this.first = first;
    this.last = last;
    this.rows = rows;
  }
}

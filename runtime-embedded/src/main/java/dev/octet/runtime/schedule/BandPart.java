package dev.octet.runtime.schedule;

/**
 * Some rows of a step in a {@link BandGroup}. Rows are those of the whole tensors; a tensor between
 * two steps of the group has at its place only the rows from {@code inputHeld} or {@code
 * outputHeld} on.
 */
public final class BandPart {
  /** Index of the step. */
  public final int step;

  /** First input row that is read. */
  public final int inputBegin;

  /** One past the last input row that is read. */
  public final int inputEnd;

  /** The row that lies first at the input's place. */
  public final int inputHeld;

  /** First output row that is computed. */
  public final int outputBegin;

  /** One past the last output row that is computed. */
  public final int outputEnd;

  /** The row that lies first at the output's place; those up to outputBegin are kept. */
  public final int outputHeld;

  /** How many rows after the start of the output's place the kept rows still are. */
  public final int moveBy;

  BandPart(
      int step,
      int inputBegin,
      int inputEnd,
      int inputHeld,
      int outputBegin,
      int outputEnd,
      int outputHeld,
      int moveBy) {
    this.step = step;
    this.inputBegin = inputBegin;
    this.inputEnd = inputEnd;
    this.inputHeld = inputHeld;
    this.outputBegin = outputBegin;
    this.outputEnd = outputEnd;
    this.outputHeld = outputHeld;
    this.moveBy = moveBy;
  }
}

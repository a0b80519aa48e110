package dev.octet.runtime.schedule.output;

/** What one tensor contributes to an output. */
public final class OutputPart {
  /** Index of the tensor. */
  public final int tensor;

  /** Which of its elements go where. */
  public final Placement placement;

  /** Keeps both. */
  public OutputPart(int tensor, Placement placement) {
    this.tensor = tensor;
    this.placement = placement;
  }
}

package dev.octet.runtime.schedule.output;

/** One output of a network: its name, its shape in the source file, and what it is made of. */
public final class OutputSpec {
  /** The source file's own name for it. */
  public final String name;

  /** Its shape in the source file, the batch of 1 included where the file has it. */
  public final int[] shape;

  /** What the float network does last to it, which is split off. */
  public final Ending ending;

  /** The axis of {@link #shape} that the ending runs over; 0 where it runs over none. */
  public final int axis;

  /** The tensors it is made of; together they give every element of it once. */
  public final OutputPart[] parts;

  /** Keeps the arrays without copying. */
  public OutputSpec(String name, int[] shape, Ending ending, int axis, OutputPart... parts) {
    this.name = name;
    this.shape = shape;
    this.ending = ending;
    this.axis = axis;
    this.parts = parts;
  }

  /** Elements: the product of the extents. */
  public int elements() {
    int product = 1;
    for (int extent : shape) {
      product *= extent;
    }
    return product;
  }
}

package dev.octet.runtime.kernel;

/** One worker's scratch, as large as the most demanding kernel asks for. */
public final class Scratch {
  /** Float scratch. */
  public final float[] floats;

  /** Int scratch. */
  public final int[] ints;

  /** Allocates scratch of the given sizes. */
  public Scratch(int floats, int ints) {
    this.floats = new float[floats];
    this.ints = new int[ints];
  }
}

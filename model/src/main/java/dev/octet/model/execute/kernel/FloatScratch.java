package dev.octet.model.execute.kernel;

/** Working memory of one thread; contents are lost between kernels. */
public final class FloatScratch {
  private float[] floats = new float[0];
  private double[] doubles = new double[0];
  private int[] ints = new int[0];

  /** At least {@code length} floats of any content. */
  public float[] floats(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }

  /** At least {@code length} doubles of any content. */
  public double[] doubles(int length) {
    if (doubles.length < length) {
      doubles = new double[length];
    }
    return doubles;
  }

  /** At least {@code length} ints of any content. */
  public int[] ints(int length) {
    if (ints.length < length) {
      ints = new int[length];
    }
    return ints;
  }
}

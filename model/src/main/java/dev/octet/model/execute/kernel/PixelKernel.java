package dev.octet.model.execute.kernel;

import dev.octet.model.graph.Shape;

/** A kernel whose work is divided by output pixels, channels innermost. */
public abstract class PixelKernel implements FloatKernel {
  /** Shape of the first input. */
  protected final Shape in;

  /** Shape of the output. */
  protected final Shape out;

  protected PixelKernel(Shape in, Shape out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public final int pieces() {
    return out.pixels();
  }

  @Override
  public final int elementsPerPiece() {
    return 2 * out.channels();
  }
}

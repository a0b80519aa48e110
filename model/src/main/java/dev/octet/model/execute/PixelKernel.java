package dev.octet.model.execute;

import dev.octet.model.graph.Shape;

/** A kernel whose work is divided by output pixels, channels innermost. */
abstract class PixelKernel implements Kernel {
  /** Shape of the first input. */
  final Shape in;

  /** Shape of the output. */
  final Shape out;

  PixelKernel(Shape in, Shape out) {
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

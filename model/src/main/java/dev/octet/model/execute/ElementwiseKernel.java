package dev.octet.model.execute;

import dev.octet.model.graph.Shape;

/** Base of the ops that look at one pixel at a time and can work in place. */
abstract class ElementwiseKernel implements Kernel {
  private final int pixels;
  private final int channels;

  ElementwiseKernel(Shape shape) {
    this.pixels = shape.pixels();
    this.channels = shape.channels();
  }

  @Override
  public final int pieces() {
    return pixels;
  }

  @Override
  public final boolean elementwise() {
    return true;
  }

  @Override
  public final int elementsPerPiece() {
    return 2 * channels;
  }

  /** Channels of the map. */
  final int channels() {
    return channels;
  }
}

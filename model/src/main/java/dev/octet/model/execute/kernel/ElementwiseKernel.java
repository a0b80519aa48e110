package dev.octet.model.execute.kernel;

import dev.octet.model.graph.Shape;

/** Base of the ops that look at one pixel at a time and can work in place. */
public abstract class ElementwiseKernel implements FloatKernel {
  private final int pixels;
  private final int channels;

  protected ElementwiseKernel(Shape shape) {
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
  protected final int channels() {
    return channels;
  }
}

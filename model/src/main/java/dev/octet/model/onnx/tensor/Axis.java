package dev.octet.model.onnx.tensor;

import dev.octet.model.graph.Shape;

/** An axis of a float graph's tensor. */
public enum Axis {
  /** Rows. */
  HEIGHT,
  /** Columns. */
  WIDTH,
  /** Channels. */
  CHANNEL;

  /** Extent of this axis in a shape. */
  public int extent(Shape shape) {
    return switch (this) {
      case HEIGHT -> shape.height();
      case WIDTH -> shape.width();
      case CHANNEL -> shape.channels();
    };
  }
}

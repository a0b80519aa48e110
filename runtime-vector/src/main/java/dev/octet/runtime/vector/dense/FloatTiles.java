package dev.octet.runtime.vector.dense;

import dev.octet.runtime.vector.lanes.Exactness;
import dev.octet.runtime.vector.tiles.FloatTiles1;
import dev.octet.runtime.vector.tiles.FloatTiles2;
import dev.octet.runtime.vector.tiles.FloatTiles3;
import dev.octet.runtime.vector.tiles.FloatTiles4;

/**
 * The inner loops of matrix products: sums of a few pixels times one panel stay in registers. Float
 * sums are exact here (see {@link Exactness}), so their order is free.
 */
public final class FloatTiles {
  private FloatTiles() {}

  /**
   * Sums of {@code pixels} pixels and one panel.
   *
   * @param x inputs, [pixels][pitch], the first of each pixel being the terms of its sums
   * @param xo first input
   * @param pitch floats between two pixels' inputs
   * @param pixels pixels
   * @param panels the matrix
   * @param panel which panel
   * @param w its weights
   * @param wo first weight
   * @param acc receives the sums, [pixels][lanes of the panel]
   * @param ao first sum
   */
  public static void multiply(
      float[] x,
      int xo,
      int pitch,
      int pixels,
      FloatPanels panels,
      int panel,
      float[] w,
      int wo,
      float[] acc,
      int ao) {
    int depth = panels.depth;
    float[] b = panels.bias;
    int bo = panels.first(panel);
    switch (panels.vectors(panel)) {
      case 4:
        FloatTiles4.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
      case 3:
        FloatTiles3.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
      case 2:
        FloatTiles2.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
      default:
        FloatTiles1.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
    }
  }
}

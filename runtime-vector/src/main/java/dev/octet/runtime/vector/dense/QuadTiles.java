package dev.octet.runtime.vector.dense;

import dev.octet.runtime.vector.tiles.QuadTiles1;
import dev.octet.runtime.vector.tiles.QuadTiles2;
import dev.octet.runtime.vector.tiles.QuadTiles3;
import dev.octet.runtime.vector.tiles.QuadTiles4;

/** As {@link FloatTiles}, over pixels in fours ({@code lanes.Quads}). */
final class QuadTiles {
  private QuadTiles() {}

  /**
   * Sums of some fours of pixels and one panel.
   *
   * @param x inputs, [fours][terms][4]
   * @param xo first input
   * @param count fours of pixels
   * @param w the panel's weights, in the order of the inputs' terms
   * @param wo first weight
   * @param acc receives the sums, [pixels][lanes of the panel]
   * @param ao first sum
   */
  static void multiply(
      float[] x,
      int xo,
      int count,
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
        QuadTiles4.multiply(x, xo, count, depth, w, wo, b, bo, acc, ao);
        break;
      case 3:
        QuadTiles3.multiply(x, xo, count, depth, w, wo, b, bo, acc, ao);
        break;
      case 2:
        QuadTiles2.multiply(x, xo, count, depth, w, wo, b, bo, acc, ao);
        break;
      default:
        QuadTiles1.multiply(x, xo, count, depth, w, wo, b, bo, acc, ao);
        break;
    }
  }
}

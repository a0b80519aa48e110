package dev.octet.runtime.vector;

/**
 * The inner loops of matrix products: sums of a few pixels times one panel stay in registers. Float
 * sums are exact here (see {@link Exactness}), so their order is free.
 */
final class Tiles {
  private Tiles() {}

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
  static void multiply(
      float[] x,
      int xo,
      int pitch,
      int pixels,
      Panels panels,
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
        Tiles4.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
      case 3:
        Tiles3.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
      case 2:
        Tiles2.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
      default:
        Tiles1.multiply(x, xo, pitch, pixels, depth, w, wo, b, bo, acc, ao);
        break;
    }
  }
}

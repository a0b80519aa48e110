package dev.octet.quantizer.weight;

import dev.octet.runtime.schedule.operation.Window;

/** How much alike the pixels under a kernel are assumed to be (docs/arithmetic.md, covariances). */
public final class PatchCorrelation {
  /** Correlation of neighbouring pixels of a feature map. */
  private static final double NEIGHBOURS = 0.5;

  private PatchCorrelation() {}

  /** Correlation of the pixels at each two taps, [tap][tap]. */
  public static double[][] of(Window window) {
    int columns = window.kernelWidth;
    int taps = window.kernelHeight * columns;
    double[][] correlation = new double[taps][taps];
    for (int i = 0; i < taps; i++) {
      for (int j = 0; j < taps; j++) {
        int dy = (i / columns - j / columns) * window.dilationHeight;
        int dx = (i % columns - j % columns) * window.dilationWidth;
        correlation[i][j] = StrictMath.pow(NEIGHBOURS, Math.sqrt(dx * dx + dy * dy));
      }
    }
    return correlation;
  }
}

package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;
import static dev.octet.runtime.vector.generate.JavaSource.times;

/** Tiles of a float matrix product: some pixels times a panel of some vectors of outputs. */
final class FloatTileFile extends TileFile {
  private final int vectors;
  private final int[] pixels;

  /**
   * Tiles of one width.
   *
   * @param vectors vectors of outputs, 1 to 4
   * @param pixels pixels of each tile, most first, the last being 1
   */
  FloatTileFile(String name, int vectors, int... pixels) {
    super(name, FLOAT_IMPORTS);
    this.vectors = vectors;
    this.pixels = pixels;
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "Tiles of panels of "
            + vectors(vectors)
            + ", see {@code dense.FloatTiles}; named by their pixels.");
    s.line(
        "@SuppressWarnings(\"UnusedVariable\") // a tile of one pixel takes a pitch, too: one"
            + " signature for all");
    s.open("public final class " + name());
    constructor(s);
    s.blank();
    multiply(s);
    for (int count : pixels) {
      s.blank();
      tile(s, count);
    }
    s.close();
  }

  private void multiply(JavaSource s) {
    s.javadoc("See {@code dense.FloatTiles.multiply}.");
    s.method(
        "public static void multiply",
        "float[] x, int xo, int pitch, int pixels, int depth, float[] w, int wo, float[] b, int bo,"
            + " float[] acc, int ao");
    s.line("int width = " + vectors + " * Lanes.COUNT;");
    s.line("int p = 0;");
    for (int count : pixels) {
      s.open(
          count == 1
              ? "for (; p < pixels; p++)"
              : "for (; p <= pixels - " + count + "; p += " + count + ")");
      s.call("tile" + count, "x, xo + p * pitch, pitch, depth, w, wo, b, bo, acc, ao + p * width");
      s.close();
    }
    s.close();
  }

  private void tile(JavaSource s, int count) {
    s.method(
        "private static void tile" + count,
        "float[] x, int xo, int pitch, int depth, float[] w, int wo, float[] b, int bo, float[] acc,"
            + " int ao");
    s.line("int n = Lanes.COUNT;");
    loads(s, "Float", "b", vectors, "b", "bo", "n");
    for (int p = 0; p < count; p++) {
      for (int v = 0; v < vectors; v++) {
        s.line("FloatVector " + sum(count, p, v) + " = b" + v + ";");
      }
    }
    for (int p = 2; p < count; p++) {
      s.line("int x" + p + " = " + (p == 2 ? "pitch" : "x" + (p - 1)) + " + pitch;");
    }
    String row = vectors == 1 ? "n" : "(" + times(vectors, "n") + ")";
    s.line("int before = wo - xo * " + row + ";");
    s.line("int end = xo + depth;");
    s.open("for (int k = xo; k < end; k++)");
    s.line("int row = before + k * " + row + ";");
    loads(s, "Float", "w", vectors, "w", "row", "n");
    for (int p = 0; p < count; p++) {
      String at = p == 0 ? "k" : p == 1 ? "k + pitch" : "k + x" + p;
      String v0 = p == 0 ? "FloatVector v" : "v";
      s.line(v0 + " = FloatVector.broadcast(Lanes.FLOAT, x[" + at + "]);");
      for (int v = 0; v < vectors; v++) {
        String sum = sum(count, p, v);
        s.line(sum + " = v.fma(w" + v + ", " + sum + ");");
      }
    }
    s.close();
    for (int p = 0; p < count; p++) {
      for (int v = 0; v < vectors; v++) {
        store(s, "Float", sum(count, p, v), "acc", offset("ao", p * vectors + v, "n"));
      }
    }
    s.close();
  }

  private static String sum(int count, int pixel, int vector) {
    return "a" + pixel + (count > 10 ? "_" : "") + vector;
  }
}

package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;

/** Tiles of a float matrix product over pixels in fours: [term][four pixels]. */
final class QuadTileFile extends TileFile {
  private static final int PIXELS = 4;

  private final int vectors;
  private final int[] quads;

  /**
   * Tiles of one width.
   *
   * @param vectors vectors of outputs, 1 to 4
   * @param quads fours of pixels of each tile, most first, the last being 1
   */
  QuadTileFile(String name, int vectors, int... quads) {
    super(name, FLOAT_IMPORTS);
    this.vectors = vectors;
    this.quads = quads;
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "Tiles of panels of "
            + vectors(vectors)
            + ", see {@code dense.QuadTiles}; named by their fours of pixels.");
    s.open("public final class " + name());
    constructor(s);
    s.blank();
    s.javadoc("See {@code dense.QuadTiles.multiply}.");
    s.method(
        "public static void multiply",
        "float[] x, int xo, int count, int depth, float[] w, int wo, float[] b, int bo, float[]"
            + " acc, int ao");
    s.line("int q = 0;");
    for (int some : quads) {
      s.open(
          some == 1
              ? "for (; q < count; q++)"
              : "for (; q <= count - " + some + "; q += " + some + ")");
      s.line("int to = ao + q * (" + PIXELS * vectors + " * Lanes.COUNT);");
      s.call("tile" + some, "x, xo + q * (4 * depth), depth, w, wo, b, bo, acc, to");
      s.close();
    }
    s.close();
    for (int some : quads) {
      s.blank();
      tile(s, some);
    }
    s.close();
  }

  private void tile(JavaSource s, int some) {
    s.method(
        "private static void tile" + some,
        "float[] x, int xo, int depth, float[] w, int wo, float[] b, int bo, float[] acc, int ao");
    s.line("int n = Lanes.COUNT;");
    loads(s, "Float", "b", vectors, "b", "bo", "n");
    for (int p = 0; p < PIXELS * some; p++) {
      for (int v = 0; v < vectors; v++) {
        s.line("FloatVector a" + p + v + " = b" + v + ";");
      }
    }
    if (some > 1) {
      s.line("int more = 4 * depth;");
    }
    String times = vectors == 1 ? "" : " * " + vectors;
    s.line("int before = wo - xo" + times + ";");
    s.line("int end = xo + 4 * depth;");
    s.open("for (int k = xo; k < end; k += 4)");
    s.line("int row = before + k" + times + ";");
    loads(s, "Float", "w", vectors, "w", "row", "n");
    for (int p = 0; p < PIXELS * some; p++) {
      String four = p < PIXELS ? "k" : "k + more";
      String at = p % PIXELS == 0 ? four : four + " + " + p % PIXELS;
      s.line(
          (p == 0 ? "FloatVector v" : "v")
              + " = FloatVector.broadcast(Lanes.FLOAT, x["
              + at
              + "]);");
      for (int v = 0; v < vectors; v++) {
        s.line("a" + p + v + " = v.fma(w" + v + ", a" + p + v + ");");
      }
    }
    s.close();
    for (int p = 0; p < PIXELS * some; p++) {
      for (int v = 0; v < vectors; v++) {
        store(s, "Float", "a" + p + v, "acc", offset("ao", p * vectors + v, "n"));
      }
    }
    s.close();
  }
}

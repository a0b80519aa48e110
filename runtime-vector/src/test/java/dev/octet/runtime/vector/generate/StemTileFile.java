package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;

/** Tiles of a convolution that reads windows where they are in widened rows. */
final class StemTileFile extends TileFile {
  /** Names of the sums of each vector of outputs. */
  private static final String[] SUMS = {"a", "c"};

  StemTileFile(String name) {
    super(name, FLOAT_IMPORTS);
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "The inner loops of {@code dense.StemConvolution}. The distance between two pixels is a"
            + " constant, so that C2 makes it part of an address: one that it must compute and keep"
            + " for each pixel costs as much as the product. Windows are read where they are in the"
            + " rows, each term at a place from a table.");
    s.open("public final class " + name());
    s.javadoc("Elements from one pixel's window to the next one's.");
    s.line("public static final int DISTANCE = 6;");
    s.blank();
    s.javadoc("Fewest pixels of a row.");
    s.line("public static final int FEWEST = 8;");
    s.blank();
    constructor(s);
    s.blank();
    s.javadoc(
        "Sums of 16 pixels and one vector of outputs.",
        "@param x the ring of rows, and room for sums",
        "@param xo how far the first pixel's window is after the row's first",
        "@param taps where each term is read for the row's first pixel",
        "@param depth terms of a sum",
        "@param w weights, [depth][lanes]",
        "@param wo first weight",
        "@param b what sums start from",
        "@param bo first of these",
        "@param to where sums go in {@code x}, [pixels][lanes]");
    tile(s, "tile16", 16, 1);
    s.blank();
    s.javadoc("Sums of 8 pixels and one vector of outputs.");
    tile(s, "tile8", 8, 1);
    s.blank();
    s.javadoc(
        "Sums of 8 pixels and two vectors of outputs, the second after {@code plane} floats.");
    tile(s, "pair8", 8, 2);
    s.close();
  }

  private static void tile(JavaSource s, String name, int pixels, int vectors) {
    String parameters =
        "float[] x, int xo, int[] taps, int depth, float[] w, int wo, float[] b, int bo, int to";
    s.method("public static void " + name, vectors > 1 ? parameters + ", int plane" : parameters);
    s.line("int n = Lanes.COUNT;");
    loads(s, "Float", "b", vectors, "b", "bo", "n");
    for (int v = 0; v < vectors; v++) {
      for (int p = 0; p < pixels; p++) {
        s.line("FloatVector " + SUMS[v] + p + " = b" + v + ";");
      }
    }
    if (vectors > 1) {
      s.line("int more = wo + depth * n;");
      s.line("int far = to + plane;");
    }
    s.open("for (int k = 0; k < depth; k++)");
    s.line("int at = xo + taps[k];");
    for (int v = 0; v < vectors; v++) {
      String from = (v == 0 ? "wo" : "more") + " + k * n";
      s.line("FloatVector w" + v + " = FloatVector.fromArray(Lanes.FLOAT, w, " + from + ");");
    }
    for (int p = 0; p < pixels; p++) {
      String at = offset("at", p, "DISTANCE");
      String declared = p == 0 ? "FloatVector v" : "v";
      s.line(declared + " = FloatVector.broadcast(Lanes.FLOAT, x[" + at + "]);");
      for (int v = 0; v < vectors; v++) {
        String sum = SUMS[v] + p;
        s.line(sum + " = v.fma(w" + v + ", " + sum + ");");
      }
    }
    s.close();
    for (int v = 0; v < vectors; v++) {
      for (int p = 0; p < pixels; p++) {
        store(s, "Float", SUMS[v] + p, "x", offset(v == 0 ? "to" : "far", p, "n"));
      }
    }
    s.close();
  }
}

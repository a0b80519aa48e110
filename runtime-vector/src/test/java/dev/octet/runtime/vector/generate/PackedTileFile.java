package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;
import static dev.octet.runtime.vector.generate.JavaSource.times;

/** Tiles of a product of packed pixels, three in a long, and a panel of vectors of longs. */
final class PackedTileFile extends TileFile {
  /** Triples of the tiles, which together do every count from two on. */
  private static final int[] TRIPLES = {4, 3, 2};

  private final int vectors;

  /**
   * Tiles of one width.
   *
   * @param vectors vectors of longs of a panel, 2 to 4
   */
  PackedTileFile(String name, int vectors) {
    super(
        name,
        "dev.octet.runtime.vector.lanes.Lanes",
        "dev.octet.runtime.vector.lanes.PackedPixels",
        "jdk.incubator.vector.LongVector");
    this.vectors = vectors;
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "Tiles of panels of "
            + vectors(vectors)
            + ", see {@code packed.PackedTiles}; named by their triples.");
    s.open("public final class " + name());
    constructor(s);
    s.blank();
    multiply(s);
    for (int count : TRIPLES) {
      s.blank();
      tile(s, count);
    }
    s.close();
  }

  /** With the distance between pairs of vectors if there is more than one pair. */
  private String withPlane(String before, String plane) {
    return vectors > 2 ? before + ", " + plane : before;
  }

  private void multiply(JavaSource s) {
    s.javadoc("See {@code packed.PackedTiles.multiply}.");
    s.method(
        "public static void multiply",
        withPlane(
            "long[] x, int xo, int triples, int depth, long[] w, int wo, long[] start, int so,"
                + " long[] acc, int ao",
            "int plane"));
    s.line("int t = 0;");
    s.line("int fours = triples % 4 == 1 ? triples - 5 : triples;");
    for (int count : TRIPLES) {
      String bound = count == 4 ? "t <= fours - 4" : count == 3 ? "t < triples - 2" : "t < triples";
      s.open("for (; " + bound + "; t += " + count + ")");
      s.call(
          "tile" + count,
          withPlane(
              "x, xo + t * PackedPixels.PITCH, depth, w, wo, start, so, acc, ao + t * Lanes.COUNT",
              "plane"));
      s.close();
    }
    s.close();
  }

  private void tile(JavaSource s, int triples) {
    s.method(
        "private static void tile" + triples,
        withPlane(
            "long[] x, int xo, int depth, long[] w, int wo, long[] start, int so, long[] acc, int"
                + " ao",
            "int plane"));
    s.line("int n = Lanes.HALF;");
    s.line("int c = Lanes.COUNT;");
    loads(s, "Long", "s", vectors, "start", "so", "n");
    for (int t = 0; t < triples; t++) {
      for (int v = 0; v < vectors; v++) {
        s.line("LongVector a" + t + v + " = s" + v + ";");
      }
    }
    String row = "(" + times(vectors, "n") + ")";
    s.line("int before = wo - xo * " + row + ";");
    s.line("int end = xo + depth;");
    s.open("for (int k = xo; k < end; k++)");
    s.line("int row = before + k * " + row + ";");
    loads(s, "Long", "w", vectors, "w", "row", "n");
    for (int t = 0; t < triples; t++) {
      String at = offset("k", t, "PackedPixels.PITCH");
      s.line(
          (t == 0 ? "LongVector v" : "v") + " = LongVector.broadcast(Lanes.LONG, x[" + at + "]);");
      for (int v = 0; v < vectors; v++) {
        s.line("a" + t + v + " = v.mul(w" + v + ").add(a" + t + v + ");");
      }
    }
    s.close();
    for (int t = 0; t < triples; t++) {
      for (int v = 0; v < vectors; v++) {
        String to = offset(offset(v < 2 ? "ao" : "ao + plane", t, "c"), v % 2, "n");
        store(s, "Long", "a" + t + v, "acc", to);
      }
    }
    s.close();
  }
}

package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;
import static dev.octet.runtime.vector.generate.JavaSource.times;

import java.util.ArrayList;
import java.util.List;

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
    super("runtime-vector", VECTOR_TILES, name);
    this.vectors = vectors;
  }

  @Override
  String[] imports() {
    return new String[] {
      "dev.octet.runtime.vector.lanes.Lanes",
      "dev.octet.runtime.vector.lanes.PackedPixels",
      "jdk.incubator.vector.LongVector"
    };
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
  private List<String> withPlane(String plane, String... before) {
    List<String> all = new ArrayList<>(List.of(before));
    if (vectors > 2) {
      all.add(plane);
    }
    return all;
  }

  private void multiply(JavaSource s) {
    s.javadoc("See {@code packed.PackedTiles.multiply}.");
    s.method(
        "public static void multiply",
        withPlane(
            "int plane",
            "long[] x",
            "int xo",
            "int triples",
            "int depth",
            "long[] w",
            "int wo",
            "long[] start",
            "int so",
            "long[] acc",
            "int ao"));
    s.line("int t = 0;");
    s.line("int fours = triples % 4 == 1 ? triples - 5 : triples;");
    for (int count : TRIPLES) {
      String bound = count == 4 ? "t <= fours - 4" : count == 3 ? "t < triples - 2" : "t < triples";
      s.open("for (; " + bound + "; t += " + count + ")");
      s.call(
          "tile" + count,
          withPlane(
              "plane",
              "x",
              "xo + t * PackedPixels.PITCH",
              "depth",
              "w",
              "wo",
              "start",
              "so",
              "acc",
              "ao + t * Lanes.COUNT"));
      s.close();
    }
    s.close();
  }

  private void tile(JavaSource s, int count) {
    s.method(
        "private static void tile" + count,
        withPlane(
            "int plane",
            "long[] x",
            "int xo",
            "int depth",
            "long[] w",
            "int wo",
            "long[] start",
            "int so",
            "long[] acc",
            "int ao"));
    s.line("int n = Lanes.HALF;");
    s.line("int c = Lanes.COUNT;");
    for (int v = 0; v < vectors; v++) {
      String from = offset("so", v, "n");
      s.line("LongVector s" + v + " = LongVector.fromArray(Lanes.LONG, start, " + from + ");");
    }
    for (int t = 0; t < count; t++) {
      for (int v = 0; v < vectors; v++) {
        s.line("LongVector a" + t + v + " = s" + v + ";");
      }
    }
    String row = "(" + times(vectors, "n") + ")";
    s.line("int before = wo - xo * " + row + ";");
    s.line("int end = xo + depth;");
    s.open("for (int k = xo; k < end; k++)");
    s.line("int row = before + k * " + row + ";");
    for (int v = 0; v < vectors; v++) {
      String from = offset("row", v, "n");
      s.line("LongVector w" + v + " = LongVector.fromArray(Lanes.LONG, w, " + from + ");");
    }
    for (int t = 0; t < count; t++) {
      String at = offset("k", t, "PackedPixels.PITCH");
      String declared = t == 0 ? "LongVector v" : "v";
      s.line(declared + " = LongVector.broadcast(Lanes.LONG, x[" + at + "]);");
      for (int v = 0; v < vectors; v++) {
        s.line("a" + t + v + " = v.mul(w" + v + ").add(a" + t + v + ");");
      }
    }
    s.close();
    for (int t = 0; t < count; t++) {
      for (int v = 0; v < vectors; v++) {
        String to = offset(offset(v < 2 ? "ao" : "ao + plane", t, "c"), v % 2, "n");
        s.line("((LongVector) Lanes.LONGS.cast(a" + t + v + ")).intoArray(acc, " + to + ");");
      }
    }
    s.close();
  }
}

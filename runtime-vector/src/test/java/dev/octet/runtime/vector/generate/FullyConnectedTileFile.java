package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;
import static dev.octet.runtime.vector.generate.JavaSource.times;

/** Tiles of a fully connected layer in ints: one input times a panel of vectors of outputs. */
final class FullyConnectedTileFile extends TileFile {
  private static final int QUAD = 4;

  private final int[] widths;

  /** Tiles of panels of some vectors each. */
  FullyConnectedTileFile(String name, int... widths) {
    super(
        name,
        "dev.octet.runtime.vector.lanes.Lanes",
        "jdk.incubator.vector.ByteVector",
        "jdk.incubator.vector.IntVector",
        "jdk.incubator.vector.VectorOperators");
    this.widths = widths;
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "The inner loops of {@code dense.FullyConnected}: the sums of one panel, whose weights are"
            + " read once and in order.");
    s.open("public final class " + name());
    constructor(s);
    for (int vectors : widths) {
      s.blank();
      tile(s, vectors);
    }
    s.blank();
    quad(s);
    s.close();
  }

  private static void tile(JavaSource s, int vectors) {
    s.javadoc(
        "The sums of a panel of " + vectors(vectors) + ".",
        "@param x inputs from index 0 on, and room for sums",
        "@param depth terms of a sum",
        "@param weights panels, [depth][lanes of the panel] each",
        "@param bias what sums start from",
        "@param first first output of the panel",
        "@param to where sums go in {@code x}");
    s.method(
        "public static void panel" + vectors,
        "int[] x, int depth, byte[] weights, int[] bias, int first, int to");
    s.line("int n = Lanes.COUNT;");
    loads(s, "Int", "a", vectors, "bias", "first", "n");
    s.line("int from = first * depth;");
    s.open("for (int k = 0; k < depth; k++)");
    s.line("IntVector v = IntVector.broadcast(Lanes.INT, x[k]);");
    s.line("int at = from + k * (" + times(vectors, "n") + ");");
    for (int v = 0; v < vectors; v++) {
      widen(s, "Int", "w" + v, "weights", offset("at", v, "n"));
    }
    for (int v = 0; v < vectors; v++) {
      s.line("a" + v + " = v.mul(w" + v + ").add(a" + v + ");");
    }
    s.close();
    for (int v = 0; v < vectors; v++) {
      store(s, "Int", "a" + v, "x", offset("to", v, "n"));
    }
    s.close();
  }

  /** Vectors of four lanes: the bytes of one load are those of four vectors, by shifts. */
  private static void quad(JavaSource s) {
    s.javadoc(
        "The sums of a panel of four vectors of four lanes. Byte {@code 4 * j + v} of a term is the"
            + " weight of lane {@code j} of vector {@code v}: shifts take one load apart.",
        "@param x inputs from index 0 on, and room for sums",
        "@param depth terms of a sum",
        "@param weights panels, [depth][16] each",
        "@param bias what sums start from",
        "@param first first output of the panel",
        "@param to where sums go in {@code x}");
    s.method(
        "public static void quad",
        "int[] x, int depth, byte[] weights, int[] bias, int first, int to");
    loads(s, "Int", "a", QUAD, "bias", "first", "4");
    s.line("int from = first * depth;");
    s.open("for (int k = 0; k < depth; k++)");
    s.line("IntVector v = IntVector.broadcast(Lanes.INT, x[k]);");
    s.line("IntVector w =");
    s.line(
        "    ByteVector.fromArray(ByteVector.SPECIES_128, weights, from + k * 16)"
            + ".reinterpretAsInts();");
    for (int v = 0; v < QUAD; v++) {
      int up = Integer.SIZE - Byte.SIZE * (v + 1);
      String left = up == 0 ? "w" : "w.lanewise(VectorOperators.LSHL, " + up + ")";
      s.line("IntVector w" + v + " = " + left + ".lanewise(VectorOperators.ASHR, 24);");
    }
    for (int v = 0; v < QUAD; v++) {
      s.line("a" + v + " = v.mul(w" + v + ").add(a" + v + ");");
    }
    s.close();
    for (int v = 0; v < QUAD; v++) {
      store(s, "Int", "a" + v, "x", offset("to", v, "4"));
    }
    s.close();
  }
}

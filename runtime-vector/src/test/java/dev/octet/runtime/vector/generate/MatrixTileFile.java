package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;
import static dev.octet.runtime.vector.generate.JavaSource.times;

/** Tiles of the float execution's matrix product: some rows times some vectors of columns. */
final class MatrixTileFile extends TileFile {
  /**
   * Tiles of blocks of one width.
   *
   * @param vectors vectors of columns
   * @param most rows of the larger tile; the other one does one
   */
  record Block(int vectors, int most) {}

  private static final String PARAMETERS =
      "float[] a, int ao, int as, ColumnBlock c, float[] out, int o, int os";

  private final String widths;
  private final Block[] blocks;

  /**
   * Tiles of blocks of some widths.
   *
   * @param widths the widths in words
   */
  MatrixTileFile(String name, String widths, Block... blocks) {
    super(
        "model",
        "dev.octet.model.execute.matrix",
        name,
        new String[] {"jdk.incubator.vector.FloatVector", "jdk.incubator.vector.VectorSpecies"});
    this.widths = widths;
    this.blocks = blocks;
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "Register tiles of the matrix product for blocks of "
            + widths
            + " vectors: all sums of a tile stay in registers while the depth is walked. Unrolled"
            + " because the JIT compiler keeps vectors in registers only as separate local"
            + " variables.");
    s.open("final class " + name());
    s.line("private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;");
    s.line("private static final int LANES = SPECIES.length();");
    s.blank();
    constructor(s);
    s.blank();
    s.method("private static FloatVector load", "float[] values, int offset");
    s.line("return FloatVector.fromArray(SPECIES, values, offset);");
    s.close();
    s.blank();
    s.method("private static FloatVector broadcast", "float value");
    s.line("return FloatVector.broadcast(SPECIES, value);");
    s.close();
    for (Block block : blocks) {
      s.blank();
      multiply(s, block);
      s.blank();
      tile(s, block.most(), block.vectors());
      s.blank();
      tile(s, 1, block.vectors());
    }
    s.close();
  }

  /** Where a vector of columns begins; the last one may reach back. */
  private static String column(int vector, int vectors) {
    return vector == vectors - 1 ? "c.last" : offset("c.first", vector, "LANES");
  }

  private static void multiply(JavaSource s, Block block) {
    s.javadoc("All rows by " + columns(block.vectors()));
    s.method("static void multiply" + block.vectors(), PARAMETERS + ", int rows");
    s.line("int r = 0;");
    for (int rows : new int[] {block.most(), 1}) {
      s.open(
          rows == 1
              ? "for (; r < rows; r++)"
              : "for (; r + " + rows + " <= rows; r += " + rows + ")");
      s.call("rows" + rows + "x" + block.vectors(), "a, ao + r * as, as, c, out, o + r * os, os");
      s.close();
    }
    s.close();
  }

  private static String columns(int vectors) {
    return vectors + (vectors == 1 ? " vector of columns." : " vectors of columns.");
  }

  private static void tile(JavaSource s, int rows, int vectors) {
    s.javadoc(rows + (rows == 1 ? " row by " : " rows by ") + columns(vectors));
    s.method("static void rows" + rows + "x" + vectors, PARAMETERS);
    for (int v = 0; v < vectors; v++) {
      s.line("FloatVector b" + v + " = load(c.bias, " + column(v, vectors) + ");");
    }
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        s.line("FloatVector s" + r + v + " = b" + v + ";");
      }
    }
    s.line("float[] w = c.weights;");
    s.line("int b = c.offset;");
    s.open("for (int k = ao; k < ao + c.depth; k++)");
    for (int v = 0; v < vectors; v++) {
      s.line("b" + v + " = load(w, " + offset("b", v, "LANES") + ");");
    }
    s.line("b += " + times(vectors, "LANES") + ";");
    for (int r = 0; r < rows; r++) {
      s.line((r == 0 ? "FloatVector x" : "x") + " = broadcast(a[" + offset("k", r, "as") + "]);");
      for (int v = 0; v < vectors; v++) {
        s.line("s" + r + v + " = b" + v + ".fma(x, s" + r + v + ");");
      }
    }
    s.close();
    for (int r = 0; r < rows; r++) {
      if (r > 0) {
        s.line("o += os;");
      }
      for (int v = 0; v < vectors; v++) {
        s.line("s" + r + v + ".intoArray(out, o + " + column(v, vectors) + ");");
      }
    }
    s.close();
  }
}

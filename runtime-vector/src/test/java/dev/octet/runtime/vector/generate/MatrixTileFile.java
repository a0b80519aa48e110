package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;
import static dev.octet.runtime.vector.generate.JavaSource.times;

import java.util.List;

/** Tiles of the float execution's matrix product: some rows times some vectors of columns. */
final class MatrixTileFile extends TileFile {
  private final String widths;
  private final int[][] shapes;

  /**
   * Tiles of some shapes.
   *
   * @param widths the vectors of their blocks in words
   * @param shapes rows and vectors of each tile
   */
  MatrixTileFile(String name, String widths, int[]... shapes) {
    super("model", "dev.octet.model.execute.matrix", name);
    this.widths = widths;
    this.shapes = shapes;
  }

  @Override
  String[] imports() {
    return new String[] {"jdk.incubator.vector.FloatVector", "jdk.incubator.vector.VectorSpecies"};
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
    s.method("private static FloatVector load", List.of("float[] values", "int offset"));
    s.line("return FloatVector.fromArray(SPECIES, values, offset);");
    s.close();
    s.blank();
    s.method("private static FloatVector broadcast", List.of("float value"));
    s.line("return FloatVector.broadcast(SPECIES, value);");
    s.close();
    for (int[] shape : shapes) {
      s.blank();
      tile(s, shape[0], shape[1]);
    }
    s.close();
  }

  /** Where a vector of columns begins; the last one may reach back. */
  private static String column(int vector, int vectors) {
    return vector == vectors - 1 ? "c.last" : offset("c.first", vector, "LANES");
  }

  private static void tile(JavaSource s, int rows, int vectors) {
    s.javadoc(
        rows
            + (rows == 1 ? " row by " : " rows by ")
            + vectors
            + (vectors == 1 ? " vector of columns." : " vectors of columns."));
    s.method(
        "static void rows" + rows + "x" + vectors,
        List.of(
            "float[] a", "int ao", "int as", "ColumnBlock c", "float[] out", "int o", "int os"));
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

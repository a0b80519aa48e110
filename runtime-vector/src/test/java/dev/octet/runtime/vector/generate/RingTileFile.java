package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;

/**
 * Tiles of a depthwise convolution with a square window, from rows in a ring: neighbouring outputs
 * of a row at stride 1 or 2.
 */
final class RingTileFile extends TileFile {
  /** Outputs of the tiles; a row whose length the first one divides is done by it alone. */
  private static final int[] OUTPUTS = {7, 4, 1};

  /** Tiles from so many outputs on tell C2 the class of each vector that they load. */
  private static final int CAST = 7;

  private final int size;

  /** Tiles of windows of one size. */
  RingTileFile(String name, int size) {
    super(name, FLOAT_IMPORTS);
    this.size = size;
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "The inner loops of {@code depthwise.RingDepthwise}: the sums of a few neighbouring outputs"
            + " stay in registers, so that each input column of a kernel row is read once for all"
            + " of them.");
    s.open("public final class " + name());
    s.line("private static final int SIZE = " + size + ";");
    s.blank();
    constructor(s);
    s.blank();
    sum(s);
    for (int stride = 1; stride <= 2; stride++) {
      for (int outputs : OUTPUTS) {
        s.blank();
        tile(s, outputs, stride);
      }
    }
    s.close();
  }

  private static void sum(JavaSource s) {
    s.javadoc(
        "The sums of an output row.",
        "@param x scratch: a ring of as many rows as the window has from index 0 on, columns sorted"
            + " by their remainder",
        "@param top first input row, counted in the padded map",
        "@param row floats of a row of the ring",
        "@param phase floats of the columns with one remainder",
        "@param stride columns between two outputs, 1 or 2",
        "@param w weights, [tap][lane], and the bias after them",
        "@param wo first weight",
        "@param acc where the sums go, [pixel][lane]",
        "@param width outputs");
    s.method(
        "public static void sum",
        "float[] x, int top, int row, int phase, int stride, float[] w, int wo, int acc, int"
            + " width");
    s.line("int n = Lanes.COUNT;");
    s.line("int i = 0;");
    s.open("if (stride == 1)");
    loops(s, 1);
    s.orElse();
    loops(s, 2);
    s.close();
    s.close();
  }

  private static void loops(JavaSource s, int stride) {
    for (int outputs : OUTPUTS) {
      String whole = outputs == OUTPUTS[0] ? "width % " + outputs + " == 0 && " : "";
      s.open(
          outputs == 1
              ? "for (; i < width; i++)"
              : "for (; " + whole + "i <= width - " + outputs + "; i += " + outputs + ")");
      s.call(
          "tile" + outputs + "stride" + stride,
          "x, top, row, " + (stride == 2 ? "phase, " : "") + "i * n, w, wo, acc + i * n");
      s.close();
    }
  }

  private void tile(JavaSource s, int outputs, int stride) {
    String many = outputs == 1 ? " output" : " outputs";
    s.javadoc(outputs + many + " at stride " + stride + ".");
    s.method(
        "private static void tile" + outputs + "stride" + stride,
        "float[] x, int top, int row, "
            + (stride == 2 ? "int phase, " : "")
            + "int at, float[] w, int wo, int acc");
    s.line("int n = Lanes.COUNT;");
    s.line("FloatVector b = FloatVector.fromArray(Lanes.FLOAT, w, wo + SIZE * SIZE * n);");
    for (int o = 0; o < outputs; o++) {
      s.line("FloatVector a" + o + " = b;");
    }
    s.open("for (int ky = 0; ky < SIZE; ky++)");
    s.line("int c = (top + ky) % SIZE * row + at;");
    if (stride == 2) {
      s.line("int d = c + phase;");
    }
    s.line("int v = wo + ky * (SIZE * n);");
    loads(s, "Float", "w", size, "w", "v", "n");
    for (int column = 0; column < stride * (outputs - 1) + size; column++) {
      column(s, outputs, stride, column);
    }
    s.close();
    for (int o = 0; o < outputs; o++) {
      store(s, "Float", "a" + o, "x", offset("acc", o, "n"));
    }
    s.close();
  }

  /** Reads an input column and adds it to every output whose window it is in. */
  private void column(JavaSource s, int outputs, int stride, int column) {
    String from = offset(column % stride == 0 ? "c" : "d", column / stride, "n");
    String load = "FloatVector.fromArray(Lanes.FLOAT, x, " + from + ")";
    if (outputs >= CAST) {
      load = "(FloatVector) Lanes.FLOATS.cast(" + load + ")";
    }
    s.line((column == 0 ? "FloatVector p = " : "p = ") + load + ";");
    for (int o = Math.min(column / stride, outputs - 1); o >= 0; o--) {
      int tap = column - stride * o;
      if (tap < size) {
        s.line("a" + o + " = p.fma(w" + tap + ", a" + o + ");");
      }
    }
  }
}

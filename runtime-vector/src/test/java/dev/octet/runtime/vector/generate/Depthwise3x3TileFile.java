package dev.octet.runtime.vector.generate;

import static dev.octet.runtime.vector.generate.JavaSource.offset;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tiles of a depthwise 3x3 convolution, straight from bytes: one row of outputs, or two. */
final class Depthwise3x3TileFile extends TileFile {
  private static final int SIZE = 3;

  Depthwise3x3TileFile(String name) {
    super(
        name,
        "dev.octet.runtime.vector.lanes.Lanes",
        "jdk.incubator.vector.ByteVector",
        "jdk.incubator.vector.FloatVector",
        "jdk.incubator.vector.VectorOperators");
  }

  @Override
  void print(JavaSource s) {
    s.javadoc(
        "The inner loops of {@code depthwise.Depthwise3x3}: each input column is widened once and"
            + " added to every output it belongs to. Vectors go from one method to the next through"
            + " memory: JDK 17 boxes vectors that are used in a loop and after it, and C2 inlines"
            + " only so much Vector API into one method.");
    s.open("public final class " + name());
    fields(s);
    stride1(s, 1, "oneRow");
    s.blank();
    stride1(s, 2, "twoRows");
    s.blank();
    column(
        s,
        "firstColumn",
        "Starts the first output with the map's first column, at stride 2.",
        new String[] {"bias", "channel", "0"},
        0);
    s.blank();
    column(
        s,
        "middleColumn",
        "Adds a column to an output whose middle it is.",
        new String[] {"acc", "at", "at"},
        1);
    s.blank();
    columnPairs(s);
    s.close();
  }

  private void fields(JavaSource s) {
    s.line("private final float[] weights;");
    s.line("private final float[] bias;");
    s.line("private final float[] first;");
    s.line("private final int padded;");
    s.line("private final int step;");
    s.line("private final int width;");
    s.blank();
    s.javadoc(
        "For one layer.",
        "@param weights [ky][kx][channel]",
        "@param bias where sums start from, one for each channel, padded to whole vectors",
        "@param first the same for outputs whose first column is padding",
        "@param step elements between two pixels of the input",
        "@param width pixels of a row of the input");
    s.method(
        "public " + name(), "float[] weights, float[] bias, float[] first, int step, int width");
    for (String field : new String[] {"weights", "bias", "first", "step", "width"}) {
      s.line("this." + field + " = " + field + ";");
    }
    s.line("this.padded = bias.length;");
    s.close();
    s.blank();
  }

  /** The arrays and indexes of some rows. */
  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(r -> "byte[] x" + r + ", int r" + r)
        .collect(Collectors.joining(", "));
  }

  private static void weights(JavaSource s) {
    for (int ky = 0; ky < SIZE; ky++) {
      for (int kx = 0; kx < SIZE; kx++) {
        String from = offset("channel", SIZE * ky + kx, "padded");
        s.line(
            "FloatVector w"
                + ky
                + kx
                + " = FloatVector.fromArray(Lanes.FLOAT, weights, "
                + from
                + ");");
      }
    }
  }

  /** {@code c0.fma(w0X, c1.fma(w1X, c2.fma(w2X, sum)))}, from a row on. */
  private static String sum(String column, int row, String tap, String addend) {
    String sum = addend;
    for (int ky = SIZE - 1; ky >= 0; ky--) {
      sum = column + (row + ky) + ".fma(w" + ky + tap + ", " + sum + ")";
    }
    return sum;
  }

  private static void stride1(JavaSource s, int rows, String name) {
    s.javadoc(
        (rows == 1 ? "A row of sums" : "Two rows of sums, one after the other,")
            + " at stride 1, but for the column of padding at "
            + (rows == 1 ? "its end." : "their ends."));
    s.method("public void " + name, rows(rows + 2) + ", float[] acc, int channel");
    weights(s);
    if (rows == 2) {
      s.line("int below = width * Lanes.COUNT;");
    }
    s.line("FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);");
    s.line("FloatVector f = FloatVector.fromArray(Lanes.FLOAT, first, channel);");
    for (int r = 0; r < rows; r++) {
      s.line("FloatVector current" + r + " = b;");
      s.line("FloatVector next" + r + " = f;");
    }
    s.open("for (int i = 0; i < width; i++)");
    for (int r = 0; r < rows + 2; r++) {
      widen(s, "Float", "c" + r, "x" + r, "r" + r + " + i * step");
    }
    s.line("// The first one is no output, and is overwritten.");
    s.line("int before = Math.max(i - 1, 0) * Lanes.COUNT;");
    for (int r = 0; r < rows; r++) {
      String to = r == 0 ? "before" : "below + before";
      s.line(sum("c", r, "2", "current" + r) + ".intoArray(acc, " + to + ");");
    }
    for (int r = 0; r < rows; r++) {
      s.line("current" + r + " = " + sum("c", r, "1", "next" + r) + ";");
    }
    for (int r = 0; r < rows; r++) {
      String to = r == 0 ? "i * Lanes.COUNT" : "below + i * Lanes.COUNT";
      s.line("current" + r + ".intoArray(acc, " + to + ");");
    }
    for (int r = 0; r < rows; r++) {
      s.line("next" + r + " = " + sum("c", r, "0", "b") + ";");
    }
    s.close();
    s.close();
  }

  /**
   * One column of one output.
   *
   * @param start where the sum starts from, its index, and where the sum goes in acc
   * @param kx which column of the window it is
   */
  private static void column(JavaSource s, String name, String what, String[] start, int kx) {
    s.javadoc(what);
    String at = start[1].equals("at") ? ", int at" : "";
    s.method("public void " + name, rows(SIZE) + ", float[] acc, int channel" + at);
    for (int ky = 0; ky < SIZE; ky++) {
      String from = offset("channel", SIZE * ky + kx, "padded");
      s.line(
          "FloatVector w" + ky + " = FloatVector.fromArray(Lanes.FLOAT, weights, " + from + ");");
    }
    for (int r = 0; r < SIZE; r++) {
      widen(s, "Float", "c" + r, "x" + r, "r" + r);
    }
    s.line(
        "FloatVector b = FloatVector.fromArray(Lanes.FLOAT, " + start[0] + ", " + start[1] + ");");
    s.line(sum("c", 0, "", "b") + ".intoArray(acc, " + start[2] + ");");
    s.close();
  }

  private static void columnPairs(JavaSource s) {
    s.javadoc(
        "The outputs at stride 2 that have two columns more, from the middle of the first one on.");
    s.method("public void columnPairs", rows(SIZE) + ", float[] acc, int channel, int outputs");
    weights(s);
    s.line("FloatVector b = FloatVector.fromArray(Lanes.FLOAT, bias, channel);");
    s.open("for (int i = 0; i < outputs; i++)");
    s.line("int a = 2 * i * step;");
    for (int r = 0; r < SIZE; r++) {
      widen(s, "Float", "c" + r, "x" + r, "r" + r + " + a");
    }
    for (int r = 0; r < SIZE; r++) {
      widen(s, "Float", "d" + r, "x" + r, "r" + r + " + a + step");
    }
    s.line("FloatVector current = FloatVector.fromArray(Lanes.FLOAT, acc, i * Lanes.COUNT);");
    s.line("FloatVector half = " + sum("c", 0, "1", "current") + ";");
    s.line(sum("d", 0, "2", "half") + ".intoArray(acc, i * Lanes.COUNT);");
    s.line(sum("d", 0, "0", "b") + ".intoArray(acc, (i + 1) * Lanes.COUNT);");
    s.close();
    s.close();
  }
}

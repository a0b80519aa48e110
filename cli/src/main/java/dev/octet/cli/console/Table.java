package dev.octet.cli.console;

import java.util.ArrayList;
import java.util.List;

/** A table of text whose columns are aligned: text to the left, figures to the right. */
public final class Table {
  private final String[] titles;
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /** Column titles; one that begins with {@code >} aligns its column to the right. */
  public Table(String... titles) {
    this.titles = new String[titles.length];
    this.right = new boolean[titles.length];
    for (int i = 0; i < titles.length; i++) {
      right[i] = titles[i].startsWith(">");
      this.titles[i] = right[i] ? titles[i].substring(1) : titles[i];
    }
  }

  /** Adds a row of as many cells as there are columns. */
  public void add(String... cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    int[] widths = new int[titles.length];
    measure(widths, titles);
    rows.forEach(row -> measure(widths, row));
    StringBuilder text = new StringBuilder();
    if (!String.join("", titles).isEmpty()) {
      append(text, widths, titles);
    }
    for (String[] row : rows) {
      text.append(text.isEmpty() ? "" : System.lineSeparator());
      append(text, widths, row);
    }
    return text.toString();
  }

  private static void measure(int[] widths, String[] row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row[i].length());
    }
  }

  private void append(StringBuilder text, int[] widths, String[] row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - row[i].length());
      line.append(i == 0 ? "" : "  ").append(right[i] ? blanks + row[i] : row[i] + blanks);
    }
    text.append(line.toString().stripTrailing());
  }
}

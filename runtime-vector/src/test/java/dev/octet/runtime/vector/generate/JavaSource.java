package dev.octet.runtime.vector.generate;

import java.util.ArrayList;
import java.util.List;

/** A Java file that is being printed, broken into lines as google-java-format breaks them. */
final class JavaSource {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();
  private int level;

  /** What has been printed. */
  String text() {
    return text.toString();
  }

  /** An empty line. */
  void blank() {
    text.append('\n');
  }

  /**
   * One line.
   *
   * @throws IllegalArgumentException when it is longer than the formatter allows
   */
  void line(String line) {
    String indented = "  ".repeat(level) + line;
    if (indented.length() > WIDTH) {
      throw new IllegalArgumentException("too long a line: " + indented);
    }
    text.append(indented).append('\n');
  }

  /** A Javadoc comment of a sentence or more, and what it says of parameters. */
  void javadoc(String text, String... tags) {
    String alone = "/** " + text + " */";
    if (tags.length == 0 && 2 * level + alone.length() <= WIDTH) {
      line(alone);
      return;
    }
    line("/**");
    fill(text, "");
    if (tags.length > 0) {
      line(" *");
    }
    for (String tag : tags) {
      fill(tag, "    ");
    }
    line(" */");
  }

  /** Breaks a text at spaces, with an indentation from the second line on. */
  private void fill(String text, String indentation) {
    StringBuilder current = new StringBuilder(" *");
    for (String word : text.split(" ")) {
      if (2 * level + current.length() + 1 + word.length() > WIDTH) {
        line(current.toString());
        current = new StringBuilder(" *" + indentation);
      }
      current.append(' ').append(word);
    }
    line(current.toString());
  }

  /** A line that opens a block. */
  void open(String line) {
    line(line + " {");
    level++;
  }

  /** Ends a block and opens its other branch. */
  void orElse() {
    level--;
    open("} else");
  }

  /** Ends a block. */
  void close() {
    level--;
    line("}");
  }

  /** Several lines, indented relative to where they are printed. */
  void lines(String block) {
    block.lines().forEach(line -> line(line));
  }

  /** The head of a method, which opens its block; parameters are parted by commas. */
  void method(String head, String parameters) {
    list(head, List.of(parameters.split(", ")), ") {");
    level++;
  }

  /** A call as a statement; arguments are parted by commas. */
  void call(String name, String arguments) {
    list(name, List.of(arguments.split(", ")), ");");
  }

  /** On one line, else all elements on the next one, else each on its own. */
  private void list(String head, List<String> elements, String end) {
    String together = String.join(", ", elements) + end;
    if (2 * level + head.length() + 1 + together.length() <= WIDTH) {
      line(head + "(" + together);
      return;
    }
    line(head + "(");
    level += 2;
    List<String> lines = new ArrayList<>();
    if (2 * level + together.length() <= WIDTH) {
      lines.add(together);
    } else {
      for (int i = 0; i < elements.size(); i++) {
        lines.add(elements.get(i) + (i < elements.size() - 1 ? "," : end));
      }
    }
    lines.forEach(this::line);
    level -= 2;
  }

  /** {@code base + count * unit} without what is zero or one. */
  static String offset(String base, int count, String unit) {
    return count == 0 ? base : base + " + " + times(count, unit);
  }

  /** {@code count * unit} without a factor of one. */
  static String times(int count, String unit) {
    return count == 1 ? unit : count + " * " + unit;
  }
}

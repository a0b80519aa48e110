package dev.octet.report.study;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands as they are typed into a POSIX shell. */
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Shell() {}

  /** One word, in quotes where it needs them. */
  public static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A whole command. */
  static String line(List<String> words) {
    return words.stream().map(Shell::word).collect(Collectors.joining(" "));
  }
}

package dev.octet.bench.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instructions that were measured before, checked in: a JSON object of a number for each name.
 * Instructions are exact, so a small margin is enough on any machine.
 */
final class Expected {
  private static final double MARGIN = 0.05;

  private Expected() {}

  /**
   * Compares a measurement with the one before.
   *
   * @param name what was measured
   * @return what is wrong, or null
   * @throws IOException when the file cannot be read
   */
  static String check(Path file, String name, double instructions) throws IOException {
    OptionalDouble before = find(Files.readString(file), name);
    if (before.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "%s has no figure for it; measured now: \"%s\": %.0f",
          file,
          name,
          instructions);
    }
    double ratio = instructions / before.getAsDouble();
    if (ratio > 1 + MARGIN) {
      return String.format(
          Locale.ROOT,
          "%.1f %% more instructions than the %.0f of %s; if they are worth it, write %.0f there",
          100 * (ratio - 1),
          before.getAsDouble(),
          file,
          instructions);
    }
    return null;
  }

  private static OptionalDouble find(String json, String name) {
    Matcher matcher =
        Pattern.compile(Pattern.quote('"' + name + '"') + "\\s*:\\s*(\\d+)").matcher(json);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }
}

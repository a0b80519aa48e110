package dev.octet.deploy.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operation on a board printed: lines {@code key=value}, keys may repeat, other lines as
 * they are.
 *
 * @param values the values of each key, in order
 * @param lines all lines
 */
public record Answer(Map<String, List<String>> values, List<String> lines) {
  public static Answer parse(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (String line : lines) {
      int equal = line.indexOf('=');
      if (equal > 0 && line.indexOf('\t') < 0) {
        values
            .computeIfAbsent(line.substring(0, equal), key -> new ArrayList<>())
            .add(line.substring(equal + 1).strip());
      }
    }
    return new Answer(values, lines);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The first value of a key, or the empty string. */
  public String first(String key) {
    return all(key).isEmpty() ? "" : all(key).get(0);
  }

  public List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** The first value of a key as a number, or another number when it is none. */
  public long number(String key, long otherwise) {
    try {
      return Long.parseLong(first(key));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}

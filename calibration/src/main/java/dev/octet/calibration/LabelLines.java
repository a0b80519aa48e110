package dev.octet.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Class names of the texts that tools write: one a line, with an index before or after it ({@code 0
 * cat}, {@code 0: cat}, CSV with or without a header), a Python dict, or JSON (a list, names by
 * index, indices by name, or an {@code id2label} somewhere in a config).
 *
 * <p>An index is one only if every line has one and together they count from 0 or 1 without a gap;
 * else the lines are names as they stand.
 */
final class LabelLines {
  private static final Pattern INDEX_FIRST =
      Pattern.compile("[{\\s]*[\"']?(\\d{1,7})[\"']?(?:\\s*[:,;|=\\t]\\s*|\\s+)(\\S.*)");

  private static final Pattern INDEX_LAST =
      Pattern.compile("(.*\\S)\\s*[:,;|=\\t]\\s*(\\d{1,7})[,}\\s]*");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One class. */
  private record Entry(int index, String name) {}

  /**
   * What a text says.
   *
   * @param names in the order of the classes
   * @param first index of the first one, -1 where the text has no indices
   */
  record Found(List<String> names, int first) {}

  private LabelLines() {}

  /**
   * Reads a text.
   *
   * @return the names; empty if the text is JSON of another kind
   */
  static Optional<Found> read(String text) {
    String start = text.strip();
    if (start.startsWith("[") || start.startsWith("{")) {
      try {
        return json(JSON.readTree(start));
      } catch (JsonProcessingException e) {
        // A Python dict, or names that begin with a bracket.
      }
    }
    List<String> lines = new ArrayList<>(text.lines().map(String::strip).toList());
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    List<String> filled = lines.stream().filter(line -> !line.matches("[{}\\s]*")).toList();
    Optional<Found> indexed = indexed(filled);
    if (indexed.isEmpty() && filled.size() > 1) {
      // The first line may name the columns.
      indexed = indexed(filled.subList(1, filled.size())).filter(n -> isHeader(filled.get(0)));
    }
    return Optional.of(indexed.orElse(new Found(lines, -1)));
  }

  private static boolean isHeader(String line) {
    return Arrays.stream(line.split("[,;|\\t]"))
        .map(LabelLines::unquoted)
        .anyMatch(column -> column.matches("(?i)(class|label|category)?[ _]?(id|index|idx|name)?"));
  }

  /** Names in the order of their indices, if every line has one. */
  private static Optional<Found> indexed(List<String> lines) {
    for (Pattern pattern : List.of(INDEX_FIRST, INDEX_LAST)) {
      boolean first = pattern.equals(INDEX_FIRST);
      List<Entry> entries = new ArrayList<>();
      for (String line : lines) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
          break;
        }
        String name = matcher.group(first ? 2 : 1);
        entries.add(
            new Entry(
                Integer.parseInt(matcher.group(first ? 1 : 2)),
                unquoted(name.replaceFirst("\\s*,?\\s*}?$", "").replaceFirst("^\\{\\s*", ""))));
      }
      if (entries.size() == lines.size()) {
        Optional<Found> ordered = ordered(entries);
        if (ordered.isPresent()) {
          return ordered;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> ordered(List<Entry> entries) {
    int least = entries.stream().mapToInt(Entry::index).min().orElse(-1);
    if (least != 0 && least != 1) {
      return Optional.empty();
    }
    String[] names = new String[entries.size()];
    for (Entry entry : entries) {
      int place = entry.index() - least;
      if (place >= names.length || names[place] != null) {
        return Optional.empty();
      }
      names[place] = entry.name();
    }
    // Two equal names are two names whose numbers belong to them, such as '1 l bottle'.
    return Arrays.stream(names).distinct().count() == names.length
        ? Optional.of(new Found(List.of(names), least))
        : Optional.empty();
  }

  private static String unquoted(String name) {
    String stripped = name.strip();
    int last = stripped.length() - 1;
    boolean quoted =
        last > 0
            && (stripped.charAt(0) == '"' || stripped.charAt(0) == '\'')
            && stripped.charAt(last) == stripped.charAt(0);
    return quoted ? stripped.substring(1, last) : stripped;
  }

  private static Optional<Found> json(JsonNode json) {
    if (json.isArray()) {
      List<String> names = new ArrayList<>();
      json.forEach(entry -> names.add(name(entry)));
      return names.contains("") ? Optional.empty() : Optional.of(new Found(names, -1));
    }
    for (String key :
        List.of("id2label", "label2id", "class_to_idx", "labels", "classes", "names")) {
      if (json.path(key).isContainerNode()) {
        return json(json.path(key));
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      JsonNode value = entry.getValue();
      if (value.isIntegralNumber() && value.canConvertToInt()) {
        entries.add(new Entry(value.intValue(), entry.getKey()));
      } else if (entry.getKey().matches("\\d{1,7}")) {
        entries.add(new Entry(Integer.parseInt(entry.getKey()), name(value)));
      } else {
        return Optional.empty();
      }
    }
    return entries.isEmpty() ? Optional.empty() : ordered(entries);
  }

  /**
   * A string, a number, an object with a name, or strings in a row ({@code ["n0144", "tench"]}).
   */
  private static String name(JsonNode entry) {
    if (entry.isArray()) {
      List<String> words = new ArrayList<>();
      entry.forEach(word -> words.add(word.asText("")));
      return String.join(" ", words).strip();
    }
    return entry.isObject() ? entry.path("name").asText("") : entry.asText("").strip();
  }
}

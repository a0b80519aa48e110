package dev.octet.deploy;

import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.HostPatternValue;
import org.apache.sshd.client.config.hosts.KnownHostEntry;

/**
 * Bounds for known_hosts that its reader, Apache MINA SSHD, does not have. MINA makes a regular
 * expression of each pattern of hosts: one of many wildcards takes exponential time, a very long
 * one all of the stack.
 */
final class KnownHostsLimits {
  /** Bytes of the largest file. */
  static final int FILE_BYTES = 4 << 20;

  /** Names of hosts and types of keys in a file: MINA allocates some 5 kB for each name. */
  static final int NAMES = 20_000;

  /** Characters of the longest pattern; a host's name has 253 at most. */
  static final int PATTERN_CHARACTERS = 512;

  /** What MINA makes of {@code *}. */
  private static final String WILDCARD = ".*";

  private KnownHostsLimits() {}

  /**
   * Checks a file before it is parsed; one that is not there is fine.
   *
   * @throws OctetException if the file is too long, names too many hosts, has too long a pattern
   *     (with the line) or cannot be read: a line that was left out could be the one that revokes a
   *     key
   */
  static void check(Path file) {
    if (Files.notExists(file)) {
      return;
    }
    try {
      if (Files.size(file) > FILE_BYTES) {
        throw refused(file.toString(), "the known hosts have over " + FILE_BYTES + " bytes", null);
      }
      // MINA takes bytes that are not UTF-8 as well.
      check(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw refused(file.toString(), "the known hosts cannot be read: " + e.getMessage(), e);
    }
  }

  private static void check(Path file, String text) {
    int number = 0;
    int names = 0;
    for (String line : text.split("\r\n|\r|\n", -1)) {
      number++;
      for (String pattern : patterns(line.trim())) {
        names++;
        if (pattern.length() > PATTERN_CHARACTERS) {
          throw refused(
              file + ", line " + number,
              "a pattern of hosts has over " + PATTERN_CHARACTERS + " characters",
              null);
        }
      }
      if (names > NAMES) {
        throw refused(
            file + ", line " + number,
            "there are over " + NAMES + " names and types of keys",
            null);
      }
    }
  }

  private static OctetException refused(String where, String what, Throwable cause) {
    return BoardFailures.board(where, what, "repair the file", cause);
  }

  /** All that can be a pattern: in the first field, or behind a marker in the second. */
  private static List<String> patterns(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return List.of();
    }
    String[] fields = line.split("\\s+", 3);
    List<String> patterns = new ArrayList<>(List.of(fields[0].split(",", -1)));
    if (fields.length > 1) {
      patterns.addAll(List.of(fields[1].split(",", -1)));
    }
    return patterns;
  }

  /** Puts patterns that match the same names, in linear time, in place of an entry's own. */
  static void makeLinear(KnownHostEntry entry) {
    Collection<HostPatternValue> patterns = entry.getPatterns();
    if (patterns != null) {
      for (HostPatternValue pattern : patterns) {
        pattern.setPattern(linear(pattern.getPattern()));
      }
    }
  }

  /**
   * The same pattern with each part between two wildcards in a group that is not tried again: the
   * earliest place of a part leaves most room for the others, so only the last wildcard searches.
   */
  static Pattern linear(Pattern pattern) {
    List<String> parts = parts(pattern.pattern());
    int last = parts.size() - 1;
    if (last <= 1) {
      return pattern;
    }
    StringBuilder regex = new StringBuilder(parts.get(0));
    for (String part : parts.subList(1, last)) {
      if (!part.isEmpty()) {
        regex.append("(?>.*?").append(part).append(')');
      }
    }
    regex.append(WILDCARD).append(parts.get(last));
    return Pattern.compile(regex.toString(), pattern.flags());
  }

  private static List<String> parts(String regex) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = regex.indexOf(WILDCARD); at >= 0; at = regex.indexOf(WILDCARD, from)) {
      parts.add(regex.substring(from, at));
      from = at + WILDCARD.length();
    }
    parts.add(regex.substring(from));
    return parts;
  }
}

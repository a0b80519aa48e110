package dev.octet.deploy;

import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  /** Bytes of the largest file: about 20,000 hosts. */
  static final int FILE_BYTES = 4 << 20;

  /** Characters of the longest pattern; a host's name has 253 at most. */
  static final int PATTERN_CHARACTERS = 512;

  /** What MINA makes of {@code *}. */
  private static final String WILDCARD = ".*";

  private KnownHostsLimits() {}

  /**
   * Checks a file before it is parsed; one that is not there is fine.
   *
   * @throws OctetException with the line, if the file or a pattern is too long, or the file cannot
   *     be read: a line that was left out could be the one that revokes a key
   */
  static void check(Path file) {
    if (Files.notExists(file)) {
      return;
    }
    int number = 0;
    try {
      if (Files.size(file) > FILE_BYTES) {
        throw refused(file.toString(), "the known hosts have over " + FILE_BYTES + " bytes", null);
      }
      // MINA takes bytes that are not UTF-8 as well.
      for (String line :
          Files.readString(file, StandardCharsets.ISO_8859_1).split("\r\n|\r|\n", -1)) {
        number++;
        if (longestPattern(line.strip()) > PATTERN_CHARACTERS) {
          throw refused(
              file + ", line " + number,
              "a pattern of hosts has over " + PATTERN_CHARACTERS + " characters",
              null);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw refused(file.toString(), "the known hosts cannot be read: " + e.getMessage(), e);
    }
  }

  private static OctetException refused(String where, String what, Throwable cause) {
    return BoardFailures.board(where, what, "repair the file", cause);
  }

  /** Of the fields that can be patterns: the first, or the second behind a marker. */
  private static int longestPattern(String line) {
    if (line.startsWith("#")) {
      return 0;
    }
    int longest = 0;
    String[] fields = line.split("\\s+", 3);
    for (int i = 0; i < (line.startsWith("@") ? 2 : 1) && i < fields.length; i++) {
      for (String pattern : fields[i].split(",")) {
        longest = Math.max(longest, pattern.length());
      }
    }
    return longest;
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

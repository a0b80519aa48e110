package dev.octet.deploy.ssh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.HostPatternValue;
import org.apache.sshd.client.config.hosts.KnownHostEntry;

/**
 * Patterns of hosts in linear time. Apache MINA SSHD makes a regular expression of each; one of
 * many wildcards takes exponential time.
 */
final class HostPatterns {
  /** What MINA makes of {@code *}. */
  private static final String WILDCARD = ".*";

  private HostPatterns() {}

  /** Puts patterns that match the same names in place of an entry's own. */
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

package dev.octet.deploy.ssh;

import dev.octet.deploy.board.BoardFailures;
import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * The lines of known_hosts that may be about a host; only these are parsed. Apache MINA SSHD, which
 * parses them, allocates kilobytes for each name of a line and has no bounds.
 */
final class KnownHostsFile {
  /** Bytes of the largest file. */
  static final int FILE_BYTES = 4 << 20;

  /** Names, with wildcards or beside the host's own, in all lines that may be about a host. */
  static final int NAMES = 2_000;

  /** Characters of the longest name or pattern; a host's name has 253 at most. */
  static final int NAME_CHARACTERS = 512;

  private final Path file;
  private final Collection<SshdSocketAddress> hosts;
  private final HashedHosts hashed;
  private final List<KnownHostEntry> entries = new ArrayList<>();
  private int line;
  private int names;

  private KnownHostsFile(Path file, Collection<SshdSocketAddress> hosts) {
    this.file = file;
    this.hosts = hosts;
    hashed = new HashedHosts(hosts);
  }

  /**
   * Reads what may be about some hosts, in the file's order, with patterns in linear time. Lines
   * that cannot be parsed are left out, as ssh does.
   *
   * @param file known_hosts; one that is not there has no entries
   * @throws OctetException BOARD, if the file is too long, has too many or too long names (with the
   *     line: one that was left out could be the one that revokes a key), or cannot be read
   */
  static List<KnownHostEntry> entries(Path file, Collection<SshdSocketAddress> hosts) {
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      if (Files.size(file) > FILE_BYTES) {
        throw refused(file.toString(), "the known hosts have over " + FILE_BYTES + " bytes", null);
      }
      KnownHostsFile reader = new KnownHostsFile(file, hosts);
      // Names are ASCII; other bytes are left as they are, in comments.
      reader.read(Files.readString(file, StandardCharsets.ISO_8859_1));
      return reader.entries;
    } catch (IOException e) {
      throw refused(file.toString(), "the known hosts cannot be read: " + e.getMessage(), e);
    }
  }

  private static OctetException refused(String where, String what, Throwable cause) {
    return BoardFailures.board(where, what, "repair the file", cause);
  }

  private OctetException refused(String what) {
    return refused(file + ", line " + line, what, null);
  }

  private void read(String text) {
    int from = 0;
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
        to++;
      }
      line++;
      readLine(text, from, to);
      boolean pair = text.startsWith("\r\n", to);
      from = to + (pair ? 2 : 1);
    }
  }

  /** Looks at a line where it stands: most are not about the hosts. */
  private void readLine(String text, int from, int to) {
    int begin = fieldBegin(text, from, to);
    if (begin == to || text.charAt(begin) == '#') {
      return;
    }
    int field = begin;
    int end = fieldEnd(text, field, to);
    if (text.charAt(field) == '@') {
      field = fieldBegin(text, end, to);
      end = fieldEnd(text, field, to);
    }
    if (fieldBegin(text, end, to) == to || !mayMatch(text, field, end)) {
      return;
    }
    try {
      KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(text.substring(begin, to));
      if (entry != null && entry.getKeyEntry() != null) {
        HostPatterns.makeLinear(entry);
        entries.add(entry);
      }
    } catch (RuntimeException e) {
      // What is no line of known_hosts says nothing about a host.
    }
  }

  private static int fieldBegin(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static int fieldEnd(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) > ' ') {
      at++;
    }
    return at;
  }

  private boolean mayMatch(String text, int from, int to) {
    if (text.charAt(from) == '|') {
      return to - from <= NAME_CHARACTERS && hashed.contain(text.substring(from, to));
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || startsWithHost(text, i, to)) {
        checkNames(text, from, to);
        return true;
      }
    }
    return false;
  }

  private boolean startsWithHost(String text, int from, int to) {
    for (SshdSocketAddress host : hosts) {
      String name = host.getHostName();
      if (name.length() <= to - from && text.regionMatches(true, from, name, 0, name.length())) {
        return true;
      }
    }
    return false;
  }

  private void checkNames(String text, int from, int to) {
    int begin = from;
    names++;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == ',') {
        begin = i + 1;
        names++;
      } else if (i - begin >= NAME_CHARACTERS) {
        throw refused("a name has over " + NAME_CHARACTERS + " characters");
      }
    }
    if (names > NAMES) {
      throw refused("this and the lines before it have over " + NAMES + " names or patterns");
    }
  }
}

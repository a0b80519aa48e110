package dev.octet.deploy.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.apache.sshd.client.config.hosts.HostPatternsHolder;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsFileTest {
  private static final String KEY =
      " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPUFnc5LhGYsGJHgFjxz1gGfsO9vOnZlPgvUfNDnwpW\n";

  @TempDir private Path folder;

  /** MINA's own patterns, on names too short for them to take long, are the oracle. */
  @Property
  void linearPatternsMatchTheSameNames(
      @ForAll
          @StringLength(min = 1, max = 9)
          @CharRange(from = 'a', to = 'b')
          @Chars({'*', '?', '.', '*', '?'})
          String pattern,
      @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') @Chars('.') String name) {
    Pattern own = HostPatternsHolder.toPattern(pattern).getPattern();
    assertEquals(
        own.matcher(name).matches(),
        HostPatterns.linear(own).matcher(name).matches(),
        pattern + " on " + name);
  }

  @Test
  void manyWildcardsDoNotHang() {
    KnownHostEntry stars =
        KnownHostEntry.parseKnownHostEntry(("*".repeat(500) + "x" + KEY).strip());
    KnownHostEntry mixed =
        KnownHostEntry.parseKnownHostEntry(
            ("*a".repeat(150) + "x," + "*?".repeat(60) + KEY).strip());
    HostPatterns.makeLinear(stars);
    HostPatterns.makeLinear(mixed);
    String name = "a".repeat(253);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertFalse(stars.isHostMatch(name, 22));
          assertTrue(mixed.isHostMatch(name, 22));
        });
  }

  private static List<String> lines(Path file, String host, int port) {
    return KnownHostsFile.entries(file, List.of(new SshdSocketAddress(host, port))).stream()
        .map(
            entry ->
                entry.getPatterns() == null ? "hashed" : entry.getConfigLine().split(" ", -1)[0])
        .toList();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("known_hosts"), text);
  }

  @Test
  void onlyLinesThatMayBeAboutTheHostAreParsed() throws IOException {
    String hashed = "|1|b2N0ZXQtZnV6ei1zYWx0LTEyMzQ=|" + hash("board.local");
    Path file =
        write(
            ("# board.local\n\nother" + KEY)
                + ("\r\n  other,Board.Local" + KEY)
                + ("*.lan,!board.lan" + KEY)
                + ("@revoked board.local" + KEY)
                + (hashed + KEY)
                + ("|1|b2N0ZXQ=|" + hash("board.local") + KEY + "|1|%%|=" + KEY)
                + "board.local\nboard.local ssh-ed25519\n@revoked\n@\n"
                + ("[board.local]:2222" + KEY));
    assertEquals(
        List.of(
            "other,Board.Local", "*.lan,!board.lan", "@revoked", "hashed", "[board.local]:2222"),
        lines(file, "board.local", 22));
    assertEquals(List.of("*.lan,!board.lan"), lines(file, "pi", 22));
    assertEquals(List.of(), lines(folder.resolve("none"), "pi", 22));
  }

  private static String hash(String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      byte[] salt = "octet-fuzz-salt-1234".getBytes(StandardCharsets.US_ASCII);
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tooMuchIsRefusedWithItsPlace() throws IOException {
    int most = KnownHostsFile.NAME_CHARACTERS;
    assertEquals(1, lines(write("?".repeat(most) + ",pi" + KEY), "pi", 22).size());
    refused(write("# boards\r@revoked b," + "?".repeat(most + 1) + KEY), "line 2");
    int names = KnownHostsFile.NAMES / 2;
    assertEquals(names, lines(write(("*,b" + KEY).repeat(names)), "pi", 22).size());
    refused(write(("*,b" + KEY).repeat(names) + "@revoked *" + KEY), "line " + (names + 1));
    assertEquals(0, lines(write(("a,b" + KEY).repeat(2 * names)), "pi", 22).size());
    refused(write("\n".repeat(KnownHostsFile.FILE_BYTES + 1)), "bytes");
    refused(folder, "cannot be read");
  }

  private static void refused(Path file, String what) {
    OctetException e = assertThrows(OctetException.class, () -> lines(file, "pi", 22));
    assertEquals(Failure.BOARD, e.failure());
    assertTrue(e.getMessage().contains(what), e.getMessage());
  }
}

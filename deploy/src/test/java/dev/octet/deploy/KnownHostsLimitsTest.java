package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.apache.sshd.client.config.hosts.HostPatternsHolder;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsLimitsTest {
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
        KnownHostsLimits.linear(own).matcher(name).matches(),
        pattern + " on " + name);
  }

  @Test
  void manyWildcardsDoNotHang() {
    KnownHostEntry stars =
        KnownHostEntry.parseKnownHostEntry(("*".repeat(500) + "x" + KEY).strip());
    KnownHostEntry mixed =
        KnownHostEntry.parseKnownHostEntry(
            ("*a".repeat(150) + "x," + "*?".repeat(60) + KEY).strip());
    KnownHostsLimits.makeLinear(stars);
    KnownHostsLimits.makeLinear(mixed);
    String name = "a".repeat(253);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertFalse(stars.isHostMatch(name, 22));
          assertTrue(mixed.isHostMatch(name, 22));
        });
  }

  @Test
  void tooLongPatternsAndFilesAreRefusedWithTheirPlace() throws IOException {
    Path file = folder.resolve("known_hosts");
    assertDoesNotThrow(() -> KnownHostsLimits.check(file));
    int most = KnownHostsLimits.PATTERN_CHARACTERS;
    Files.writeString(file, "# boards\n\n" + "a".repeat(most) + ",b" + KEY);
    assertDoesNotThrow(() -> KnownHostsLimits.check(file));
    Files.writeString(file, "# boards\r@revoked b," + "?".repeat(most + 1) + KEY);
    OctetException e = assertThrows(OctetException.class, () -> KnownHostsLimits.check(file));
    assertEquals(Failure.BOARD, e.failure());
    assertTrue(e.getMessage().contains("line 2"), e.getMessage());
    Files.writeString(file, "a,b x\n".repeat(KnownHostsLimits.NAMES / 3));
    assertDoesNotThrow(() -> KnownHostsLimits.check(file));
    Files.writeString(file, "a,b x\n".repeat(KnownHostsLimits.NAMES / 3) + "@revoked a,b,c" + KEY);
    assertThrows(OctetException.class, () -> KnownHostsLimits.check(file));
    Files.writeString(file, "\n".repeat(KnownHostsLimits.FILE_BYTES + 1));
    assertThrows(OctetException.class, () -> KnownHostsLimits.check(file));
    assertThrows(OctetException.class, () -> KnownHostsLimits.check(folder));
  }
}

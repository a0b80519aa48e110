package dev.octet.deploy.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.advice.Facts;
import dev.octet.deploy.testing.TestTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command lines for the board's shell. */
class ScriptsTest {
  /** What dropbear takes. */
  private static final int MAX_COMMAND = 9000;

  private static final String ID = "f".repeat(64);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "probe", "status", "hold", "stage", "append", "verify", "forget", "discard", "attach",
        "ask", "judge", "install", "before", "back", "seen", "withdraw", "service", "up"
      })
  void everyOperationIsShortEnoughForDropbear(String operation) {
    String command = Scripts.command(operation, "/home/pi/some/folder", Collections.nCopies(5, ID));
    assertTrue(command.getBytes(UTF_8).length < MAX_COMMAND, operation + ": " + command.length());
  }

  @Property(tries = 30)
  void anyWordReachesTheShellAsItIs(@ForAll String word) throws Exception {
    // No program can be given a zero byte; lone surrogates are no text.
    Assume.that(word.indexOf(0) < 0 && word.equals(new String(word.getBytes(UTF_8), UTF_8)));
    Process process = new ProcessBuilder("sh", "-c", "printf %s " + Scripts.quote(word)).start();
    assertEquals(word, new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/dash", "/bin/busybox", "/bin/bash"})
  void everyShellParsesTheScripts(String shell) throws Exception {
    TestTools.require(Files.isExecutable(Path.of(shell)), "no " + shell);
    String command = Scripts.command("probe", "/nonexistent", List.of("/nonexistent/java"));
    Process process =
        (shell.endsWith("busybox")
                ? new ProcessBuilder(shell, "sh", "-c", command)
                : new ProcessBuilder(shell, "-c", command))
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), err);
    assertEquals("", err);
    Facts facts = Facts.of(Answer.parse(out));
    assertTrue(facts.memTotalKb() > 0 && facts.freeDiskKb() > 0 && facts.time() > 0, out);
    assertEquals(0, facts.javaMajor());
    assertEquals("", facts.java());
  }
}

package dev.octet.deploy.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of the Debian that {@code deploy/src/test/sh/fresh-root} makes, with /proc in it.
 *
 * @param folder its root
 */
public record FreshRoot(Path folder) implements AutoCloseable {
  /** What a command in it did. */
  public record Said(int code, String text) {}

  /** Makes a copy; the test is skipped without the original, its tools, or the rights. */
  public static FreshRoot copy() throws Exception {
    TestTools.require(System.getProperty("user.name").equals("root"), "chroot needs root");
    TestTools.require(Files.isExecutable(Path.of("/usr/bin/dpkg")), "no dpkg");
    Path home = home();
    TestTools.require(
        Files.isDirectory(home.resolve("bookworm")),
        "no " + home.resolve("bookworm") + " (deploy/src/test/sh/fresh-root)");
    Path copy = Files.createTempDirectory(home, "copy");
    LoopbackSshd.run(
        List.of("cp", "-a", "--reflink=auto", home.resolve("bookworm") + "/.", copy.toString()));
    // The folder's own mode came along; sshd wants it for a root.
    LoopbackSshd.run(List.of("mount", "-t", "proc", "proc", copy.resolve("proc").toString()));
    return new FreshRoot(copy);
  }

  private static Path home() {
    String named = System.getenv("OCTET_FRESH_ROOT");
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("user.home"), ".cache", "octet", "fresh-root");
  }

  /** Runs a command in it as root. */
  public Said run(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("chroot", folder.toString(), "env", "-i"));
    line.addAll(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  /** Runs a command that must do its work, and returns what it says. */
  public String ok(String... command) throws IOException, InterruptedException {
    Said said = run(command);
    assertEquals(0, said.code(), String.join(" ", command) + ": " + said.text());
    return said.text();
  }

  @Override
  public void close() throws IOException {
    try {
      LoopbackSshd.run(List.of("umount", folder.resolve("proc").toString()));
      LoopbackSshd.run(List.of("rm", "-rf", "--one-file-system", folder.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

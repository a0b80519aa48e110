package dev.octet.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.deploy.ssh.SshOptions;
import dev.octet.deploy.ssh.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's OpenSSH server on loopback: own port, host key and authorized keys, run by the current
 * user, no service. Boards are folders behind it.
 *
 * @param folder keys, configuration and log
 * @param process the server
 * @param port on loopback
 */
public record LoopbackSshd(Path folder, Process process, int port) implements AutoCloseable {
  static final Path BINARY = Path.of("/usr/sbin/sshd");
  private static final int START_MILLIS = 10_000;

  /** Starts a server; the test is skipped where there is none. */
  public static LoopbackSshd start(Path folder) throws Exception {
    return start(folder, "");
  }

  /**
   * Starts a server with more settings.
   *
   * @param more lines of its configuration
   */
  public static LoopbackSshd start(Path folder, String more) throws Exception {
    TestTools.require(Files.isExecutable(BINARY), "no " + BINARY + " (apt install openssh-server)");
    if (System.getProperty("user.name").equals("root")) {
      // The server separates its privileges then.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    keygen(folder.resolve("host_key"));
    Path ssh = Files.createDirectories(folder.resolve("ssh"));
    keygen(ssh.resolve("id_ed25519"));
    Files.copy(ssh.resolve("id_ed25519.pub"), folder.resolve("authorized_keys"));
    // A home of the board's own: bash reads ~/.bashrc before every command that comes over SSH.
    Path home = Files.createDirectories(folder.resolve("home"));
    int port = freePort();
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            String.join(
                "\n",
                "ListenAddress 127.0.0.1:" + port,
                "HostKey " + folder.resolve("host_key"),
                "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                "PidFile none",
                "SetEnv HOME=" + home,
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "MaxStartups 200",
                "MaxSessions 100",
                "LogLevel ERROR",
                more,
                ""));
    Process process =
        new ProcessBuilder(BINARY.toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sshd.log").toFile())
            .start();
    LoopbackSshd server = new LoopbackSshd(folder, process, port);
    server.awaitStart();
    return server;
  }

  public static void keygen(Path file, String... more) throws Exception {
    run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "ssh-keygen", "-q", "-t", "ed25519", "-f", file.toString()),
                more.length == 0
                    ? java.util.stream.Stream.of("-N", "")
                    : java.util.Arrays.stream(more))
            .toList());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Runs a command that must do its work, and returns what it says. */
  public static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), command + ": " + said);
    return said;
  }

  private void awaitStart() throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError(
              "sshd does not start: " + Files.readString(folder.resolve("sshd.log")), e);
        }
        Thread.sleep(20);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The user's {@code .ssh} folder with a key that may log in; nothing is known of hosts yet. */
  public Path sshFolder() {
    return folder.resolve("ssh");
  }

  public Path hostKey() {
    return folder.resolve("host_key");
  }

  /** The server's address. */
  public Target target() {
    return target(port);
  }

  /** The server behind another port. */
  public static Target target(int port) {
    return new Target(System.getProperty("user.name"), "127.0.0.1", port);
  }

  /** A key that may only run a script, which finds the command in SSH_ORIGINAL_COMMAND. */
  public SshOptions wrapped(String name, String... script) throws Exception {
    Path key = folder.resolve(name);
    keygen(key);
    Path wrapper = DeployFixtures.script(folder.resolve(name + ".sh"), script);
    Files.writeString(
        folder.resolve("authorized_keys"),
        "command=\"" + wrapper + "\" " + Files.readString(key.resolveSibling(name + ".pub")),
        StandardOpenOption.APPEND);
    return new SshOptions(sshFolder(), key, true, null, prompt -> null);
  }

  public SshOptions options() {
    return new SshOptions(sshFolder(), null, true, null, prompt -> null);
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

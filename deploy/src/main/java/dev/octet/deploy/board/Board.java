package dev.octet.deploy.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.octet.runtime.OctetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/**
 * A connection to a board: runs the script's operations there.
 *
 * @param session authenticated, closed with the board
 * @param where what to call it in errors
 * @param root the application's folder there
 */
public record Board(ClientSession session, String where, String root) implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int MAX_OUTPUT = 1 << 24;
  private static final int FAILED = 6;
  private static final String FAILURE_LINE = "octet-failure\t";

  /** Writes an operation's input. */
  @FunctionalInterface
  public interface Input {
    void writeTo(OutputStream stream) throws IOException;
  }

  public Answer run(String operation, String... arguments) {
    return run(operation, stream -> {}, arguments);
  }

  /**
   * Runs an operation and waits for its end.
   *
   * @throws OctetException BOARD when it fails or the connection is lost
   */
  public Answer run(String operation, Input input, String... arguments) {
    ByteArrayOutputStream out = new Limited();
    ByteArrayOutputStream err = new Limited();
    Integer code;
    Exception broken = null;
    try (ChannelExec channel = exec(operation, arguments)) {
      channel.setOut(out);
      channel.setErr(err);
      channel.open().verify(TIMEOUT);
      try (OutputStream stream = channel.getInvertedIn()) {
        input.writeTo(stream);
      } catch (IOException e) {
        // The operation may have ended early and says why; else the connection is gone.
        broken = e;
      }
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L);
      code = channel.getExitStatus();
      if (code == null && channel.getExitSignal() != null) {
        throw BoardFailures.board(
            where,
            "'" + operation + "' was ended by signal " + channel.getExitSignal(),
            "see whether the board has enough memory, and run the command again");
      }
    } catch (IOException e) {
      throw BoardFailures.lost(where, operation, e);
    }
    if (code == null) {
      throw BoardFailures.lost(where, operation, broken);
    }
    if (code != 0) {
      throw failure(operation, code, err.toString(UTF_8));
    }
    return Answer.parse(out.toString(UTF_8));
  }

  /** A channel that will run an operation, not opened yet. */
  ChannelExec exec(String operation, String... arguments) throws IOException {
    String command = Scripts.command(operation, root, List.of(arguments));
    try {
      return session.createExecChannel(command, UTF_8, null, null);
    } catch (IllegalStateException e) {
      throw new IOException("the connection is closed", e);
    }
  }

  /** What an operation's standard error and exit code mean. */
  OctetException failure(String operation, int code, String err) {
    List<String> lines = err.lines().filter(line -> !line.isBlank()).toList();
    for (String line : lines) {
      String[] parts = line.startsWith(FAILURE_LINE) ? line.split("\t", 4) : new String[0];
      if (code == FAILED && parts.length == 4) {
        return BoardFailures.board(
            where + ": " + Text.printable(parts[2]),
            Text.printable(parts[1]),
            Text.printable(parts[3]));
      }
    }
    String said = lines.isEmpty() ? "" : ": " + Text.printable(lines.get(lines.size() - 1));
    return BoardFailures.board(
        where,
        "'" + operation + "' ended with exit code " + code + said,
        "the board needs a POSIX shell with coreutils or busybox; 'octet doctor' looks at it");
  }

  @Override
  public void close() {
    session.close(true);
  }

  /** Keeps no more than a hostile board may send. */
  private static final class Limited extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int b) {
      if (count < MAX_OUTPUT) {
        super.write(b);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, Math.min(length, MAX_OUTPUT - count));
    }
  }
}

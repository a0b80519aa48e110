package dev.octet.deploy.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** The board's lock, held by a process there as long as this connection lives. */
public final class BoardLock implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 8;
  private static final int BEAT_SECONDS = 5;
  private static final long POLL_MILLIS = 10;
  private static final Duration END = Duration.ofSeconds(5);

  private final String token;
  private final ChannelExec channel;
  private final ScheduledExecutorService beats;

  private BoardLock(String token, ChannelExec channel) {
    this.token = token;
    this.channel = channel;
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "octet-lock");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        beats.scheduleAtFixedRate(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Takes the lock.
   *
   * @param seconds how long to wait for another deployment
   * @throws dev.octet.runtime.OctetException BOARD when the folder cannot be written or somebody
   *     else has the lock
   */
  public static BoardLock take(Board board, int seconds) {
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    String token = Text.hex(random);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ChannelExec channel = null;
    try {
      channel = board.exec("hold", token, Integer.toString(seconds));
      channel.setOut(out);
      channel.setErr(err);
      channel.open().verify(Board.TIMEOUT);
      while (!out.toString(UTF_8).contains("held=" + token)) {
        Set<ClientChannelEvent> events =
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), POLL_MILLIS);
        if (events.contains(ClientChannelEvent.CLOSED)) {
          Integer code = channel.getExitStatus();
          throw code == null
              ? BoardFailures.lost(board.where(), "lock", null)
              : board.failure("lock", code, err.toString(UTF_8));
        }
      }
      return new BoardLock(token, channel);
    } catch (IOException e) {
      throw BoardFailures.lost(board.where(), "lock", e);
    }
  }

  public String token() {
    return token;
  }

  private void beat() {
    try {
      OutputStream stream = channel.getInvertedIn();
      stream.write('\n');
      stream.flush();
    } catch (IOException e) {
      // The connection is gone; the operation that runs says so.
      beats.shutdown();
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
    try {
      channel.getInvertedIn().close();
      channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), END);
    } catch (IOException e) {
      // The connection is gone, and the lock with it.
    }
    channel.close(true);
  }
}

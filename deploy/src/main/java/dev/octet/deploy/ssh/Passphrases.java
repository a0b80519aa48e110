package dev.octet.deploy.ssh;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.session.SessionContext;

/** Asks for the passphrase of an encrypted key, once for each key however many boards there are. */
final class Passphrases implements FilePasswordProvider {
  /** Why an encrypted key cannot be used. */
  static final String NOBODY =
      "it is encrypted, and there is no terminal to ask for its passphrase";

  private static final int TRIES = 3;

  private final Function<String, char[]> ask;
  private final Map<String, String> right = new ConcurrentHashMap<>();

  Passphrases(Function<String, char[]> ask) {
    this.ask = ask;
  }

  @Override
  public synchronized String getPassword(SessionContext session, NamedResource resource, int retry)
      throws IOException {
    String known = right.get(resource.getName());
    if (known != null) {
      return known;
    }
    char[] answer = ask.apply(resource.getName());
    if (answer == null) {
      throw new IOException(NOBODY);
    }
    return new String(answer);
  }

  @Override
  public ResourceDecodeResult handleDecodeAttemptResult(
      SessionContext session,
      NamedResource resource,
      int retry,
      String password,
      Exception failure) {
    if (failure == null) {
      right.put(resource.getName(), password);
      return ResourceDecodeResult.TERMINATE;
    }
    right.remove(resource.getName());
    return retry + 1 < TRIES ? ResourceDecodeResult.RETRY : ResourceDecodeResult.TERMINATE;
  }
}

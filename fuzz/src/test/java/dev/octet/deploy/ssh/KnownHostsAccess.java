package dev.octet.deploy.ssh;

import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.signature.BuiltinSignatures;

/** Opens the reader of known hosts to the fuzzer. */
public final class KnownHostsAccess {
  private static final InetSocketAddress BOARD =
      InetSocketAddress.createUnresolved("board.local", 22);
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPUFnc5LhGYsGJHgFjxz1gGfsO9vOnZlPgvUfNDnwpW";

  private KnownHostsAccess() {}

  /** Asks whether a board with a key is known; a board that is not throws the typed exception. */
  public static void read(Path file) {
    KnownHosts hosts = new KnownHosts(file, false);
    hosts.knownFirst(List.copyOf(BuiltinSignatures.VALUES), BOARD.getHostString(), BOARD.getPort());
    AtomicReference<OctetException> refusal = new AtomicReference<>();
    if (!hosts.verifyServerKey(session(refusal), BOARD, key()) && refusal.get() != null) {
      throw refusal.get();
    }
  }

  private static PublicKey key() {
    try {
      return PublicKeyEntry.parsePublicKeyEntry(KEY).resolvePublicKey(null, null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session that returns where it leads and where refusals are put. */
  private static ClientSession session(AtomicReference<OctetException> refusal) {
    return (ClientSession)
        Proxy.newProxyInstance(
            KnownHostsAccess.class.getClassLoader(),
            new Class<?>[] {ClientSession.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getConnectAddress" -> BOARD;
                  case "getConnectionContext" ->
                      AttributeRepository.ofKeyValuePair(KnownHosts.REFUSAL, refusal);
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "session";
                  default -> method.getReturnType() == boolean.class ? (Object) false : null;
                });
  }
}

package dev.octet.deploy.ssh;

import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.DefaultConfigFileHostEntryResolver;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/** Connects to boards as the user's {@code ssh} would: config, known hosts, agent, key files. */
public final class SshBoards implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int LOST_HEARTBEATS = 3;

  private final SshClient client;
  private final SshOptions options;
  private final KnownHosts knownHosts;

  /**
   * Prepares to connect; nothing is sent yet.
   *
   * @throws OctetException BOARD when the given identity cannot be read
   */
  public SshBoards(SshOptions options) {
    this.options = options;
    knownHosts = new KnownHosts(options.folder().resolve("known_hosts"), options.acceptNewHost());
    client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(knownHosts);
    Path config = options.folder().resolve("config");
    client.setHostConfigEntryResolver(
        Files.exists(config)
            ? new DefaultConfigFileHostEntryResolver(config, true)
            : HostConfigEntryResolver.EMPTY);
    Passphrases passphrases = new Passphrases(options.passphrase());
    client.setFilePasswordProvider(passphrases);
    client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys(passphrases)));
    CoreModuleProperties.PREFERRED_AUTHS.set(client, "publickey");
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, LOST_HEARTBEATS);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    if (options.agentSocket() != null && Files.exists(options.agentSocket())) {
      client.setAgentFactory(UnixAgent.factory(options.agentSocket()));
    }
    client.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            preferKnownKeys(session);
          }
        });
    client.start();
  }

  /** Asks the host for a key of a kind that is known of it. */
  private void preferKnownKeys(Session session) {
    if (session instanceof ClientSession connecting
        && connecting.getConnectAddress() instanceof java.net.InetSocketAddress address) {
      connecting.setSignatureFactories(
          knownHosts.knownFirst(
              client.getSignatureFactories(), address.getHostString(), address.getPort()));
    }
  }

  /** The given identity, or those with the usual names; encrypted ones are asked for when read. */
  private Iterable<KeyPair> keys(Passphrases passphrases) {
    if (options.identity() != null) {
      return load(options.identity(), passphrases);
    }
    List<Path> files = new ArrayList<>();
    for (String name : List.of("id_ed25519", "id_ecdsa", "id_rsa")) {
      if (Files.isRegularFile(options.folder().resolve(name))) {
        files.add(options.folder().resolve(name));
      }
    }
    // Read when the agent's keys did not do: nobody is asked for a passphrase without need.
    return () -> files.stream().flatMap(file -> load(file, passphrases).stream()).iterator();
  }

  private static List<KeyPair> load(Path file, Passphrases passphrases) {
    List<KeyPair> pairs = new ArrayList<>();
    try (var stream = Files.newInputStream(file)) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), stream, passphrases);
      if (found != null) {
        found.forEach(pairs::add);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw BoardFailures.board(
          file.toString(),
          "the private key cannot be read: " + e.getMessage(),
          "name a readable private key with --identity, or load it into ssh-agent",
          e);
    }
    if (pairs.isEmpty()) {
      throw BoardFailures.board(
          file.toString(),
          "is not a private key that can be used",
          "name a private key in OpenSSH's or PEM format with --identity");
    }
    return pairs;
  }

  /**
   * Connects and authenticates.
   *
   * @param root the application's folder on the board
   * @throws OctetException BOARD when the board cannot be reached, is not known, or does not let us
   *     in
   */
  public Board connect(Target target, String root) {
    ClientSession session = null;
    AtomicReference<OctetException> refusal = new AtomicReference<>();
    try {
      HostConfigEntry entry = resolve(target);
      AttributeRepository context = AttributeRepository.ofKeyValuePair(KnownHosts.REFUSAL, refusal);
      session = client.connect(entry, context, null).verify(Board.TIMEOUT).getSession();
      session.auth().verify(Board.TIMEOUT);
      return new Board(session, target.toString(), root);
    } catch (IOException | RuntimeException e) {
      if (session != null) {
        session.close(true);
      }
      throw refusal.get() != null ? refusal.get() : failure(target, e);
    }
  }

  private HostConfigEntry resolve(Target target) throws IOException {
    HostConfigEntry entry =
        client
            .getHostConfigEntryResolver()
            .resolveEffectiveHost(target.host(), target.port(), null, target.user(), null, null);
    String user = target.user() != null ? target.user() : System.getProperty("user.name");
    if (entry == null) {
      return new HostConfigEntry(
          target.host(), target.host(), target.port() == 0 ? 22 : target.port(), user);
    }
    if (entry.getUsername() == null || entry.getUsername().isEmpty()) {
      entry.setUsername(user);
    }
    if (entry.getPort() <= 0) {
      entry.setPort(22);
    }
    return entry;
  }

  private static OctetException failure(Target target, Exception e) {
    Throwable cause = e;
    while (!(cause instanceof OctetException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof OctetException failure) {
      return failure;
    }
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof java.nio.channels.UnresolvedAddressException
        || cause instanceof java.net.UnknownHostException) {
      return BoardFailures.board(
          target.toString(),
          "there is no host of this name",
          "check the name, or give the board's IP address",
          e);
    }
    if (text.equals(Passphrases.NOBODY)) {
      return BoardFailures.board(
          target.toString(),
          "the private key cannot be used: " + text,
          "load it into ssh-agent with 'ssh-add'",
          e);
    }
    if (text.contains("No more authentication methods")) {
      return BoardFailures.board(
          target.toString(),
          "the board takes none of the keys that were offered",
          "copy your key there with 'ssh-copy-id "
              + (target.port() == 0 ? "" : "-p " + target.port() + " ")
              + new Target(target.user(), target.host(), 0)
              + "', name it with --identity, or load it into ssh-agent",
          e);
    }
    return BoardFailures.board(
        target.toString(),
        "cannot be reached: " + (cause.getMessage() == null ? cause.toString() : text),
        "see that it is on, in the network, and lets 'ssh' in",
        e);
  }

  @Override
  public void close() {
    client.stop();
  }
}

package dev.octet.deploy.ssh;

import dev.octet.deploy.board.BoardFailures;
import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * Which keys of hosts are trusted: those in known_hosts. An unknown host is refused with its
 * fingerprint, or added when the user says so; a host whose key has changed is always refused.
 */
final class KnownHosts extends KnownHostsServerKeyVerifier {
  /**
   * Why a host was refused, kept in the connection's context: a session that fails while it
   * connects is never handed out.
   */
  static final AttributeKey<AtomicReference<OctetException>> REFUSAL = new AttributeKey<>();

  private final boolean acceptNew;

  KnownHosts(Path file, boolean acceptNew) {
    super(AcceptAllServerKeyVerifier.INSTANCE, file);
    this.acceptNew = acceptNew;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
    List<HostEntryPair> known = new ArrayList<>();
    try {
      for (KnownHostEntry entry :
          KnownHostsFile.entries(getPath(), resolveHostNetworkIdentities(session, remote))) {
        PublicKey expected = expected(session, entry);
        if (expected != null) {
          known.add(new HostEntryPair(entry, expected));
        }
      }
    } catch (OctetException e) {
      refuse(session, e);
      return false;
    }
    return acceptKnownHostEntries(session, remote, key, known);
  }

  /** A line's key; null when it is of a kind, or in a form, that nobody could show. */
  private PublicKey expected(ClientSession session, KnownHostEntry entry) {
    try {
      return resolveHostKey(session, entry, getFallbackPublicKeyEntryResolver());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return null;
    }
  }

  /** Nothing is kept from one session to the next: another board may be asked for. */
  @Override
  protected List<HostEntryPair> reloadKnownHosts(ClientSession session, Path file) {
    return List.of();
  }

  private static void refuse(ClientSession session, OctetException why) {
    AttributeRepository context = session.getConnectionContext();
    AtomicReference<OctetException> refusal =
        context == null ? null : context.getAttribute(REFUSAL);
    if (refusal != null) {
      refusal.set(why);
    }
  }

  @Override
  protected boolean acceptUnknownHostKey(
      ClientSession session, SocketAddress remote, PublicKey key) {
    if (acceptNew) {
      return super.acceptUnknownHostKey(session, remote, key);
    }
    refuse(
        session,
        BoardFailures.board(
            name(remote),
            "the host's key is not known: " + describe(key),
            "compare it with what 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' says on the"
                + " board, and then add --accept-new-host"));
    return false;
  }

  @Override
  public boolean acceptModifiedServerKey(
      ClientSession session,
      SocketAddress remote,
      KnownHostEntry entry,
      PublicKey expected,
      PublicKey actual) {
    refuse(
        session,
        BoardFailures.board(
            name(remote),
            "the host's key has changed: now "
                + describe(actual)
                + ", before "
                + describe(expected)
                + "; somebody may stand between you and the board",
            "only when you know why it changed, remove the old one with 'ssh-keygen -R'"));
    return false;
  }

  @Override
  protected void handleRevokedKey(ClientSession session, SocketAddress remote, PublicKey key) {
    refuse(
        session,
        BoardFailures.board(
            name(remote),
            "the host's key is marked as revoked: " + describe(key),
            "do not connect to this host"));
  }

  @Override
  protected void handleKnownHostsFileUpdateFailure(
      ClientSession session,
      SocketAddress remote,
      PublicKey key,
      Path file,
      Collection<HostEntryPair> known,
      Throwable reason) {
    refuse(
        session,
        BoardFailures.board(
            file.toString(),
            "the new host cannot be noted: " + reason.getMessage(),
            "make the file writable",
            reason));
  }

  private static String describe(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
  }

  private static String name(SocketAddress remote) {
    String text = remote.toString();
    return text.startsWith("/") ? text.substring(1) : text.replaceFirst("/.*:", ":");
  }

  /**
   * Signature algorithms with those first whose keys are known for a host: else a host known by one
   * key would be refused for showing another.
   */
  List<NamedFactory<Signature>> knownFirst(
      List<NamedFactory<Signature>> factories, String host, int port) {
    Set<String> types = new LinkedHashSet<>();
    try {
      SshdSocketAddress address = new SshdSocketAddress(host, port);
      for (KnownHostEntry entry : KnownHostsFile.entries(getPath(), List.of(address))) {
        if (entry.isHostMatch(host, port)) {
          types.add(entry.getKeyEntry().getKeyType());
        }
      }
    } catch (OctetException e) {
      // The verification meets the same file and refuses.
      return factories;
    }
    List<NamedFactory<Signature>> first = new ArrayList<>();
    List<NamedFactory<Signature>> rest = new ArrayList<>();
    for (NamedFactory<Signature> factory : factories) {
      boolean known = types.contains(KeyUtils.getCanonicalKeyType(factory.getName()));
      (known ? first : rest).add(factory);
    }
    first.addAll(rest);
    return first;
  }
}

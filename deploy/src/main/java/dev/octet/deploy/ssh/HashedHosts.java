package dev.octet.deploy.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * Finds hosts among hashed names, {@code |1|salt|HMAC-SHA1 of the name}. Thousands of them are
 * usual, and only few are of the host that is asked for.
 */
final class HashedHosts {
  private static final String ALGORITHM = "HmacSHA1";
  private static final String PREFIX = "|1|";

  private final List<byte[]> names = new ArrayList<>();
  private final Mac mac;

  HashedHosts(Collection<SshdSocketAddress> hosts) {
    for (SshdSocketAddress host : hosts) {
      names.add(
          KnownHostHashValue.createHostPattern(host.getHostName(), host.getPort())
              .getBytes(StandardCharsets.UTF_8));
    }
    try {
      mac = Mac.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }

  /** Whether a hashed name is that of one of the hosts; false for what is no hashed name. */
  boolean contain(String hashed) {
    int end = hashed.indexOf('|', PREFIX.length());
    if (!hashed.startsWith(PREFIX) || end < 0) {
      return false;
    }
    try {
      byte[] salt = Base64.getDecoder().decode(hashed.substring(PREFIX.length(), end));
      byte[] hash = Base64.getDecoder().decode(hashed.substring(end + 1));
      mac.init(new SecretKeySpec(salt, ALGORITHM));
      return names.stream().anyMatch(name -> MessageDigest.isEqual(hash, mac.doFinal(name)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return false;
    }
  }
}

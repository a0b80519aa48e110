package dev.octet.deploy.ssh;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a board is: {@code USER@HOST[:PORT]}; an IPv6 address stands in brackets. What is left out
 * comes from {@code ~/.ssh/config}, else the local user's name and port 22.
 *
 * @param user the account, or null
 * @param host name, address or alias in {@code ~/.ssh/config}
 * @param port 1 to 65535, or 0
 */
public record Target(String user, String host, int port) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:([^@\\s]+)@)?(\\[[0-9A-Fa-f:.%\\w]+]|[^@:\\s\\[\\]-][^@:\\s\\[\\]]*)(?::(\\d{1,5}))?");
  private static final int MAX_PORT = 65_535;

  /**
   * Parses a board's address.
   *
   * @throws OctetException USAGE when it has another shape
   */
  public static Target parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    String host = matcher.group(2);
    int port = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    if (port > MAX_PORT || (matcher.group(3) != null && port == 0)) {
      throw wrong(text);
    }
    return new Target(
        matcher.group(1), host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  private static OctetException wrong(String text) {
    return new OctetException(
        Failure.USAGE,
        "is not the address of a board",
        "'" + text + "'",
        "give USER@HOST or USER@HOST:PORT, such as pi@raspberrypi");
  }

  @Override
  public String toString() {
    return (user == null ? "" : user + "@")
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + (port == 0 ? "" : ":" + port);
  }
}

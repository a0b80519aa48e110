package dev.octet.deploy.release;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.regex.Pattern;

/** What an application may be called: a folder on boards, part of units' names. */
public final class ApplicationName {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private ApplicationName() {}

  /**
   * Checks a name.
   *
   * @throws OctetException USAGE when it is none
   */
  public static void check(String name) {
    // The folder of keys stands beside the applications.
    if (!NAME.matcher(name).matches() || name.equals("trust")) {
      throw new OctetException(
          Failure.USAGE,
          "is not a name",
          "--name " + name,
          "use up to 64 letters, digits, '.', '_' and '-'");
    }
  }
}

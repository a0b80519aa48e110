package dev.octet.deploy.pack;

import dev.octet.deploy.release.ApplicationName;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a package is called and holds.
 *
 * @param name the application's name: its folder under {@code /var/lib/octet}
 * @param version the package's version, as Debian writes it, without a revision
 * @param maintainer who answers for it: {@code NAME <MAIL>}
 * @param service whether systemd listens on a socket for it
 */
public record PackageOptions(String name, String version, String maintainer, boolean service) {
  /** Whose package it is when nobody is named. */
  public static final String MAINTAINER = "Octet <octet@example.org>";

  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~]{0,63}");
  private static final Pattern PERSON =
      Pattern.compile("[\\p{L}\\p{N} .'-]{1,100} <[!-;=?-~]{1,64}@[A-Za-z0-9.-]{1,100}>");

  /**
   * Checks the options.
   *
   * @throws OctetException USAGE when one is none
   */
  public PackageOptions {
    ApplicationName.check(name);
    if (!VERSION.matcher(version).matches()) {
      throw wrong(
          "--package-version " + version,
          "is not a version",
          "begin with a digit; letters, digits, '.', '+' and '~' may follow");
    }
    if (!PERSON.matcher(maintainer).matches()) {
      throw wrong("--maintainer " + maintainer, "is not a maintainer", "write 'NAME <MAIL>'");
    }
  }

  /** The package's name: what Debian allows of the application's. */
  public String packageName() {
    return packageName(name);
  }

  /** The package's name of an application. */
  public static String packageName(String name) {
    return "octet-" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static OctetException wrong(String where, String what, String remedy) {
    return new OctetException(Failure.USAGE, what, where, remedy);
  }
}

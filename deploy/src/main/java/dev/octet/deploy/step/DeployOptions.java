package dev.octet.deploy.step;

import dev.octet.deploy.board.Text;
import dev.octet.deploy.release.ApplicationName;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.app.Picture;
import java.util.List;

/**
 * How to deploy.
 *
 * @param folder the folder on the board, from the user's home unless absolute
 * @param name the application's name: a folder in it
 * @param java the JVM on the board, or null to look for one
 * @param pictures pictures whose outputs the board must give as the host does
 * @param keep how many releases stay on the board, the running one included
 * @param measureMillis how long latency is measured on the board
 * @param lockSeconds how long to wait for another deployment
 * @param service whether a systemd user service is set up
 */
public record DeployOptions(
    String folder,
    String name,
    String java,
    List<Picture> pictures,
    int keep,
    int measureMillis,
    int lockSeconds,
    boolean service) {
  /** Where applications live when nothing else is given. */
  public static final String FOLDER = "octet";

  /** Releases kept when nothing else is given. */
  public static final int KEEP = 3;

  private static final int MEASURE_MILLIS = 3000;
  private static final int LOCK_SECONDS = 30;

  /** Checks the options. */
  public DeployOptions {
    ApplicationName.check(name);
    if (folder.isBlank() || folder.chars().anyMatch(Character::isISOControl)) {
      throw wrong("--dir " + Text.printable(folder), "is not a folder", "name a folder");
    }
    if (keep < 1) {
      throw wrong("--keep " + keep, "nothing would be kept", "give a number from 1");
    }
  }

  /** The options when nothing is given. */
  public static DeployOptions of(String name) {
    return new DeployOptions(
        FOLDER, name, null, List.of(), KEEP, MEASURE_MILLIS, LOCK_SECONDS, false);
  }

  /** The application's folder on the board. */
  public String root() {
    return root(folder, name);
  }

  /** An application's folder on the board; {@code ~/} is the user's home, where commands start. */
  public static String root(String folder, String name) {
    String base = folder.startsWith("~/") ? folder.substring(2) : folder;
    return (base.endsWith("/") ? base : base + "/") + name;
  }

  private static OctetException wrong(String where, String what, String remedy) {
    return new OctetException(Failure.USAGE, what, where, remedy);
  }
}

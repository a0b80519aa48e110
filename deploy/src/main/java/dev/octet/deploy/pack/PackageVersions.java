package dev.octet.deploy.pack;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions that count up in the folder of packages: {@code 3+1f0c2a9b7d64}, the number and the
 * first digits of the release. A release that has a package there keeps its version.
 */
public final class PackageVersions {
  private static final int DIGITS = 12;

  private PackageVersions() {}

  /**
   * The version of a release.
   *
   * @param folder where packages are; may not be there yet
   * @param packageName whose packages count
   * @param release the release's name
   * @throws OctetException OUTPUT when the folder cannot be read
   */
  public static String next(Path folder, String packageName, String release) {
    String id = release.substring(0, DIGITS);
    Pattern pattern =
        Pattern.compile(
            Pattern.quote(packageName) + "_(\\d{1,9})\\+([0-9a-f]{12})(?:_all\\.deb|\\.tar)");
    long last = 0;
    long same = 0;
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Matcher matcher = pattern.matcher(file.getFileName().toString());
          if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            last = Math.max(last, number);
            same = matcher.group(2).equals(id) ? Math.max(same, number) : same;
          }
        }
      } catch (IOException e) {
        throw new OctetException(
            Failure.OUTPUT, "cannot be read: " + e, folder.toString(), "name another folder", e);
      }
    }
    return (same > 0 ? same : last + 1) + "+" + id;
  }
}

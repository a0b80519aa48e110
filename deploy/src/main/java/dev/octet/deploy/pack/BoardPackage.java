package dev.octet.deploy.pack;

import dev.octet.deploy.board.Text;
import dev.octet.deploy.release.Release;
import dev.octet.runtime.OctetModel;

/**
 * A release as a package: the same release and options give the same bytes.
 *
 * @param file the archive's name
 * @param bytes the archive
 */
public record BoardPackage(String file, byte[] bytes) {
  /** What the archive is. */
  public enum Format {
    /** A Debian package. */
    DEB,
    /** A tar archive of the same files, for root's folder. */
    TAR
  }

  /**
   * Makes a package.
   *
   * @param release what it brings
   * @param model the release's model
   */
  public static BoardPackage of(
      Release release, OctetModel model, PackageOptions options, Format format) {
    PackageTree tree = PackageTree.of(release, model, options);
    String file = options.packageName() + "_" + options.version();
    if (format == Format.TAR) {
      return new BoardPackage(file + ".tar", ArchiveWriter.tar(tree));
    }
    String description =
        "int8 model "
            + Text.printable(model.name()).replaceAll("[^ -~]|\\[\\[|]]", "?")
            + " for plain Java\n"
            + " A model of the MobileNet family with its runtime and launcher. Its\n"
            + " golden vectors must be answered bit for bit on this machine, or it is\n"
            + " not configured.";
    String control =
        String.join(
            "\n",
            "Package: " + options.packageName(),
            "Version: " + options.version(),
            "Section: misc",
            "Priority: optional",
            "Architecture: all",
            "Depends: default-jre-headless | java8-runtime-headless | java-runtime-headless",
            "Maintainer: " + options.maintainer(),
            "Description: " + description,
            "");
    return new BoardPackage(file + "_all.deb", ArchiveWriter.deb(tree, control));
  }
}

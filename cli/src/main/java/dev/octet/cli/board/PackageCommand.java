package dev.octet.cli.board;

import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.JsonFlag;
import dev.octet.deploy.pack.BoardPackage;
import dev.octet.deploy.pack.PackageOptions;
import dev.octet.deploy.pack.PackageVersions;
import dev.octet.deploy.release.Release;
import dev.octet.model.AtomicFile;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet package}. */
@Command(
    name = "package",
    description = "Makes a Debian package of an int8 model, for boards that take theirs from apt.",
    footer = {
      "",
      "It holds model, runtime and launcher. When it is installed, the board's own JVM must answer"
          + " the",
      "golden vectors bit for bit; else dpkg fails, and what ran before still runs. The same inputs"
          + " give",
      "the same bytes. Versions count up in the folder of -o. See docs/fleet.md.",
      "",
      "Example:",
      "  octet package model.octet -o repository/ --service"
    })
public final class PackageCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "An .octet file.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the package; made if it is not there.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "deb",
      description =
          "deb, or tar: the same files for other installers, whose script 'settle' does the rest"
              + " (default: ${DEFAULT-VALUE}).")
  private BoardPackage.Format format;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The application's name (default: the model file's); the package is octet-NAME.")
  private String name;

  @Option(
      names = "--package-version",
      paramLabel = "VERSION",
      description =
          "The package's version (default: one more than the last in DIR, and the release).")
  private String version;

  @Option(
      names = "--maintainer",
      paramLabel = "'NAME <MAIL>'",
      defaultValue = PackageOptions.MAINTAINER,
      description = "Who answers for the package (default: ${DEFAULT-VALUE}).")
  private String maintainer;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign the release with this RSA key (PKCS#8 PEM, 3072 bits or more).")
  private Path key;

  @Option(
      names = "--service",
      description = "Bring hardened systemd units: a socket that answers requests.")
  private boolean service;

  @Mixin private JsonFlag json;

  @Override
  protected int execute(Console console) {
    LocalRelease local = LocalRelease.of(model, key);
    // One package for all boards: not every JVM has the module that the vector kernels need.
    Release release = local.release().scalar();
    String application = name == null ? LocalRelease.nameOf(model) : name;
    String number =
        version != null
            ? version
            : PackageVersions.next(output, PackageOptions.packageName(application), release.id());
    PackageOptions options = new PackageOptions(application, number, maintainer, service);
    BoardPackage made = BoardPackage.of(release, local.model(), options, format);
    Path file = folder().resolve(made.file());
    AtomicFile.write(file, made.bytes());
    if (json.on()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", 1);
      document.put("model", local.model().name());
      document.put("name", options.name());
      document.put("package", options.packageName());
      document.put("version", options.version());
      document.put("release", release.id());
      document.put("file", file.toString());
      document.put("bytes", made.bytes().length);
      console.printJson(document);
    } else {
      console.print(file.toString());
      console.note(
          options.packageName()
              + " "
              + options.version()
              + ": release "
              + release.id().substring(0, 12)
              + ", "
              + made.bytes().length / 1024
              + " KB");
    }
    return 0;
  }

  private Path folder() {
    try {
      return Files.createDirectories(output);
    } catch (IOException e) {
      throw new OctetException(
          Failure.OUTPUT, "cannot be made: " + e, output.toString(), "name another folder", e);
    }
  }
}

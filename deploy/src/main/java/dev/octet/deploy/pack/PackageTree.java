package dev.octet.deploy.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.octet.deploy.advice.MemoryNeed;
import dev.octet.deploy.board.Scripts;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.ServiceUnits;
import dev.octet.runtime.OctetModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * What a package lays on a board, and the scripts that go with it. The package's own folder only
 * brings the release; what runs is the copy under {@code /var/lib/octet}, which changes when the
 * release has passed. The program {@code settle} beside the release sees to it.
 *
 * @param files in the order of their paths
 * @param link path of the launcher among the system's programs
 * @param target where it leads
 * @param settle a script: proves the release here and switches to it
 * @param stop a script: the package is about to leave
 * @param forget a script: the package has left
 */
record PackageTree(
    List<PackagedFile> files,
    String link,
    String target,
    String settle,
    String stop,
    String forget) {
  private static final String STATE = "/var/lib/octet/";
  private static final String SETTLE = "settle";
  private static final int PLAIN = 0644;
  private static final int PROGRAM = 0755;

  private static final String COPYRIGHT =
      """
      Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
      Comment: The model is its owner's; the runtime is Octet's.

      Files: *
      Copyright: 2026 The Octet authors
      License: Apache-2.0
       On Debian systems, the full text of the Apache License 2.0 is in
       /usr/share/common-licenses/Apache-2.0.
      """;

  static PackageTree of(Release release, OctetModel model, PackageOptions options) {
    String name = options.packageName();
    String folder = "usr/lib/" + name + "/";
    List<PackagedFile> files = new ArrayList<>();
    release
        .files()
        .forEach(
            (file, bytes) ->
                files.add(
                    new PackagedFile(
                        folder + file, file.equals(Release.LAUNCHER) ? PROGRAM : PLAIN, bytes)));
    files.add(new PackagedFile(folder + Release.MANIFEST, PLAIN, release.manifest()));
    String fingerprint = "''";
    if (release.signature() != null) {
      fingerprint = release.signature().fingerprint();
      files.add(text(folder + "manifest.sig", release.signature().base64() + "\n"));
      files.add(text(folder + "public.pem", release.signature().publicPem()));
    }
    String root = STATE + options.name();
    String settle = Scripts.packaged("settle", root, "/usr/lib/" + name + " " + fingerprint);
    if (options.service()) {
      settle += "\n" + Scripts.packaged("start", root, options.name());
    }
    files.add(
        new PackagedFile(
            folder + SETTLE, PROGRAM, ("#!/bin/sh\nset -e\n" + settle + "\n").getBytes(UTF_8)));
    if (options.service()) {
      long bytes = release.files().get(Release.MODEL).length;
      ServiceUnits units =
          ServiceUnits.ofSystem(
              options.name(),
              root + "/current/octet-run",
              MemoryNeed.heapMegabytes(model, bytes),
              MemoryNeed.limitMegabytes(model, bytes));
      String place = "lib/systemd/system/octet-" + options.name();
      files.add(text(place + ".socket", units.socket()));
      files.add(text(place + "@.service", units.connection()));
    }
    String documents = "usr/share/doc/" + name + "/";
    files.add(text(documents + "copyright", COPYRIGHT));
    files.add(new PackagedFile(documents + "changelog.gz", PLAIN, changelog(options)));
    files.sort((a, b) -> a.path().compareTo(b.path()));
    String socket = "octet-" + options.name() + ".socket";
    return new PackageTree(
        List.copyOf(files),
        "usr/bin/" + name,
        root + "/current/octet-run",
        script("configure", "/usr/lib/" + name + "/" + SETTLE),
        script(
            "remove",
            options.service()
                ? "[ ! -d /run/systemd/system ] || systemctl disable --now " + socket + " || true"
                : ":"),
        script("remove | purge", "rm -rf " + root));
  }

  private static String script(String when, String what) {
    return "#!/bin/sh\nset -e\ncase ${1-configure} in\n  "
        + when
        + ")\n"
        + what
        + "\n    ;;\nesac\n";
  }

  private static PackagedFile text(String path, String text) {
    return new PackagedFile(path, PLAIN, text.getBytes(UTF_8));
  }

  private static byte[] changelog(PackageOptions options) {
    String text =
        options.packageName()
            + " ("
            + options.version()
            + ") unstable; urgency=medium\n\n  * Release "
            + options.version()
            + ".\n\n -- "
            + options.maintainer()
            + "  Thu, 01 Jan 1970 00:00:00 +0000\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      stream.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

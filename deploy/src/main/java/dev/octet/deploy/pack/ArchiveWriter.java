package dev.octet.deploy.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vafer.jdeb.Console;
import org.vafer.jdeb.DataConsumer;
import org.vafer.jdeb.DebMaker;
import org.vafer.jdeb.PackagingException;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarArchiveEntry;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.vafer.jdeb.shaded.commons.compress.archivers.tar.TarConstants;

/** Writes archives through jdeb: all files are root's, of one time, in the order of their paths. */
final class ArchiveWriter {
  /** 1 January 1980: what came before is no time for some tools. */
  private static final long TIME = 315_532_800_000L;

  private static final String BOUNCY_CASTLE = "BC";
  private static final int FOLDER = 040755;
  private static final int FILE = 0100000;
  private static final int LINK = 0120777;

  private static final Console SILENT =
      new Console() {
        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}
      };

  private ArchiveWriter() {}

  /** A Debian package. */
  static byte[] deb(PackageTree tree, String control) {
    // jdeb registers its cut copy of Bouncy Castle for the whole JVM; SSH would take it.
    boolean there = Security.getProvider(BOUNCY_CASTLE) != null;
    try {
      return write(tree, control);
    } finally {
      if (!there) {
        Security.removeProvider(BOUNCY_CASTLE);
      }
    }
  }

  private static byte[] write(PackageTree tree, String control) {
    try {
      Path folder = Files.createTempDirectory("octet-package");
      try {
        Path scripts = Files.createDirectory(folder.resolve("control"));
        Map<String, String> texts =
            Map.of(
                "control", control,
                "postinst", tree.settle(),
                "prerm", tree.stop(),
                "postrm", tree.forget());
        for (Map.Entry<String, String> text : texts.entrySet()) {
          Files.writeString(scripts.resolve(text.getKey()), text.getValue());
        }
        Path deb = folder.resolve("deb");
        DebMaker maker =
            new DebMaker(SILENT, List.of(consumer -> produce(tree, consumer)), List.of());
        maker.setDeb(deb.toFile());
        maker.setControl(scripts.toFile());
        maker.setCompression("xz");
        maker.setOutputTimestampMs(TIME);
        // Scripts hold what jdeb would take for its own marks.
        maker.setOpenReplaceToken("\u0001[");
        maker.setCloseReplaceToken("]\u0001");
        maker.makeDeb();
        return Files.readAllBytes(deb);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (PackagingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An archive to unpack in the root folder; the script {@code settle} does the rest. */
  static byte[] tar(PackageTree tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      produce(
          tree,
          new DataConsumer() {
            @Override
            public void onEachDir(TarArchiveEntry entry) throws IOException {
              write(InputStream.nullInputStream(), entry);
            }

            @Override
            public void onEachLink(TarArchiveEntry entry) throws IOException {
              write(InputStream.nullInputStream(), entry);
            }

            @Override
            public void onEachFile(InputStream stream, TarArchiveEntry entry) throws IOException {
              write(stream, entry);
            }

            private void write(InputStream stream, TarArchiveEntry entry) throws IOException {
              tar.putArchiveEntry(entry);
              stream.transferTo(tar);
              tar.closeArchiveEntry();
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void produce(PackageTree tree, DataConsumer consumer) throws IOException {
    Set<String> folders = new TreeSet<>();
    tree.files().forEach(file -> addFolders(folders, file.path()));
    addFolders(folders, tree.link());
    for (String folder : folders) {
      consumer.onEachDir(entry("./" + folder, FOLDER));
    }
    for (PackagedFile file : tree.files()) {
      TarArchiveEntry entry = entry("./" + file.path(), FILE | file.mode());
      entry.setSize(file.bytes().length);
      consumer.onEachFile(new ByteArrayInputStream(file.bytes()), entry);
    }
    TarArchiveEntry link = new TarArchiveEntry("./" + tree.link(), TarConstants.LF_SYMLINK);
    link.setLinkName(tree.target());
    consumer.onEachLink(roots(link, LINK));
  }

  private static void addFolders(Set<String> folders, String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash + 1));
    }
  }

  private static TarArchiveEntry entry(String path, int mode) {
    return roots(new TarArchiveEntry(path), mode);
  }

  private static TarArchiveEntry roots(TarArchiveEntry entry, int mode) {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(TIME);
    return entry;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

package dev.octet.cli.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The board's jar as the build leaves it. */
class RuntimeJarIT {
  private static final Path TARGET = Path.of("../runtime-embedded/target");

  /**
   * Bytes. Each kind of operation is a class of its own, in the format, in the schedule and in
   * every set of kernels, and a class costs some hundred bytes beside its code: its name with its
   * package stands twice among the jar's entries, and in the constants of every class that uses it.
   */
  private static final int MOST = 200_000;

  private static final int JAVA_8 = 52;
  private static final int JAVA_9 = 53;

  /** What JVMs from 9 on take in place of classes of the same names; Java 8 does not look there. */
  private static final String NEWER = "META-INF/versions/9/";

  private static final int MAGIC = 0xCAFEBABE;

  @Test
  void thereIsExactlyOneRunnableJarOfAtMost200Kilobytes() throws IOException {
    List<Path> jars = runnableJars();
    assertEquals(1, jars.size(), () -> "runnable jars: " + jars);
    long size = Files.size(jars.get(0));
    assertTrue(size <= MOST, () -> jars.get(0) + " has " + size + " bytes, more than " + MOST);
  }

  @Test
  void everyClassIsForJava8OrHasOneThatIs() throws IOException {
    int classes = 0;
    try (JarFile jar = new JarFile(runnableJars().get(0).toFile())) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            assertEquals(MAGIC, in.readInt(), entry.getName());
            in.readUnsignedShort();
            boolean newer = entry.getName().startsWith(NEWER);
            assertEquals(newer ? JAVA_9 : JAVA_8, in.readUnsignedShort(), entry.getName());
            if (newer) {
              String older = entry.getName().substring(NEWER.length());
              assertTrue(jar.getEntry(older) != null, older);
            }
          }
          classes++;
        }
      }
    }
    assertTrue(classes > 10, "classes in the jar: " + classes);
  }

  private static List<Path> runnableJars() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(RuntimeJarIT::isRunnable)
          .toList();
    }
  }

  private static boolean isRunnable(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getManifest() != null
          && jar.getManifest().getMainAttributes().getValue("Main-Class") != null;
    } catch (IOException e) {
      throw new AssertionError("not a jar: " + file, e);
    }
  }
}

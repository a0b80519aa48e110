package dev.octet.deploy.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.RuntimeJars;
import dev.octet.runtime.kernel.Requantize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A runtime that is deliberately wrong: it truncates where it should round. */
public final class BrokenRuntime {
  private static final String NAME = "dev/octet/runtime/kernel/Requantize";
  private static final Path SOURCES = Path.of("../runtime-embedded/src/main/java");
  private static final String ROUNDING = "(1L << (r.shift[c] - 1))";

  private BrokenRuntime() {}

  /** The runtime's jar with the wrong class in it. */
  public static byte[] jar(Path folder) throws Exception {
    String source = Files.readString(SOURCES.resolve(NAME + ".java"));
    assertTrue(source.contains(ROUNDING), "the rounding stands elsewhere now");
    Path changed = Files.createDirectories(folder.resolve("broken")).resolve("Requantize.java");
    Files.writeString(changed, source.replace(ROUNDING, "0L"));
    Path runtime =
        Path.of(Requantize.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "8",
                "-Xlint:none",
                "-cp",
                runtime.toString(),
                "-d",
                changed.getParent().toString(),
                changed.toString());
    assertEquals(0, code);
    byte[] wrong = Files.readAllBytes(changed.resolveSibling(NAME + ".class"));
    return replace(DeployFixtures.RUNTIME.get(RuntimeJars.RUNTIME), wrong);
  }

  private static byte[] replace(byte[] jar, byte[] wrong) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean found = false;
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar));
        JarOutputStream out = new JarOutputStream(bytes, in.getManifest())) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        boolean here = entry.getName().equals(NAME + ".class");
        out.write(here ? wrong : in.readAllBytes());
        found |= here;
      }
    }
    assertTrue(found);
    return bytes.toByteArray();
  }
}

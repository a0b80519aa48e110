package dev.octet.deploy.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.octet.runtime.app.RuntimeMain;
import dev.octet.runtime.imageio.ImageIoMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jars for the board: the very classes this JVM runs. From class files, as in a build, they are
 * packed here, the same bytes each time.
 */
public final class RuntimeJars {
  /** The runtime's jar on the board. */
  public static final String RUNTIME = "octet-runtime.jar";

  /** The jar of the vector kernels, for boards whose JVM can use it. */
  public static final String VECTOR = "octet-runtime-vector.jar";

  /** By name: nothing here may need the module that it needs. */
  private static final String VECTOR_CLASS = "dev.octet.runtime.vector.VectorKernels";

  private static final String IMAGEIO = "octet-runtime-imageio.jar";

  private RuntimeJars() {}

  /** Contents by name; {@link #VECTOR} is missing where this program has no vector kernels. */
  public static Map<String, byte[]> load() {
    Map<String, byte[]> jars = new LinkedHashMap<>();
    jars.put(RUNTIME, jar(RuntimeMain.class, RuntimeMain.class.getName()));
    jars.put(IMAGEIO, jar(ImageIoMain.class, null));
    try {
      ClassLoader loader = RuntimeJars.class.getClassLoader();
      jars.put(VECTOR, jar(Class.forName(VECTOR_CLASS, false, loader), null));
    } catch (ClassNotFoundException e) {
      // Boards then have the scalar kernels.
    }
    return jars;
  }

  private static byte[] jar(Class<?> type, String mainClass) {
    try {
      Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(place) ? pack(place, mainClass) : Files.readAllBytes(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] pack(Path classes, String mainClass) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      String main = mainClass == null ? "" : "Main-Class: " + mainClass + "\r\n";
      entry(
          jar,
          "META-INF/MANIFEST.MF",
          ("Manifest-Version: 1.0\r\n" + main + "\r\n").getBytes(UTF_8));
      for (Path file : files) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        entry(jar, name, Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }

  private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}

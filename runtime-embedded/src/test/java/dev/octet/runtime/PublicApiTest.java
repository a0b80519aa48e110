package dev.octet.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public API does not change by accident: what others can use is written down in {@code
 * api.txt}.
 */
class PublicApiTest {
  private static final Path SIGNATURE = Path.of("api.txt");
  private static final Path SOURCES = Path.of("src/main/java");

  /** The packages that the root's package-info calls public; rooms below them belong to them. */
  private static final List<String> PACKAGES =
      List.of("dev/octet/runtime", "dev/octet/runtime/preprocess", "dev/octet/runtime/schedule");

  @Test
  void theApiIsTheOneThatIsWrittenDown() throws Exception {
    Set<String> now = new TreeSet<>();
    for (Class<?> type : types()) {
      describe(type, now);
    }
    if (Boolean.getBoolean("api.update")) {
      Files.write(SIGNATURE, now, UTF_8);
    }
    Set<String> gone = new TreeSet<>(Files.readAllLines(SIGNATURE, UTF_8));
    Set<String> added = new TreeSet<>(now);
    added.removeAll(gone);
    gone.removeAll(now);
    assertEquals(
        "",
        Stream.concat(gone.stream().map(s -> "- " + s), added.stream().map(s -> "+ " + s))
            .collect(Collectors.joining("\n")),
        "the runtime's public API is no longer that of runtime-embedded/api.txt; if that is meant,"
            + " write it anew with ./mvnw -pl runtime-embedded test -Dtest=PublicApiTest"
            + " -Dapi.update=true and add a line to CHANGELOG.md");
  }

  private static List<Class<?>> types() throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    for (String folder : PACKAGES) {
      int depth = folder.endsWith("schedule") ? 2 : 1;
      try (Stream<Path> files = Files.walk(SOURCES.resolve(folder), depth)) {
        for (Path file : files.sorted().toList()) {
          String name = SOURCES.relativize(file).toString().replace('/', '.');
          if (name.endsWith(".java") && !name.endsWith("package-info.java")) {
            types.add(Class.forName(name.substring(0, name.length() - ".java".length())));
          }
        }
      }
    }
    return types;
  }

  private static void describe(Class<?> type, Set<String> lines) {
    if (!seen(type.getModifiers())) {
      return;
    }
    String name = type.getName();
    String parents =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(Type::getTypeName)
            .filter(parent -> !parent.equals("java.lang.Object"))
            .collect(Collectors.joining(", "));
    lines.add(name + ": " + kind(type) + (parents.isEmpty() ? "" : " of " + parents));
    for (Field field : type.getDeclaredFields()) {
      add(field, name, " " + field.getGenericType().getTypeName(), lines);
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      add(constructor, name, parameters(constructor), lines);
    }
    for (Method method : type.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        add(
            method,
            name,
            parameters(method) + " " + method.getGenericReturnType().getTypeName(),
            lines);
      }
    }
    for (Class<?> nested : type.getDeclaredClasses()) {
      describe(nested, lines);
    }
  }

  private static String kind(Class<?> type) {
    int shown = type.getModifiers() & (Modifier.ABSTRACT | Modifier.FINAL | Modifier.STATIC);
    String kind = type.isInterface() ? "" : type.isEnum() ? " enum" : " class";
    return (Modifier.toString(type.getModifiers() & (shown | Modifier.INTERFACE)) + kind).strip();
  }

  private static void add(Member member, String type, String what, Set<String> lines) {
    if (seen(member.getModifiers()) && !member.isSynthetic()) {
      String name = member instanceof Constructor ? "new" : member.getName();
      String modifiers =
          Modifier.toString(
              member.getModifiers()
                  & (Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT | Modifier.PROTECTED));
      boolean old = ((AnnotatedElement) member).isAnnotationPresent(Deprecated.class);
      lines.add(
          type
              + "#"
              + name
              + what
              + (modifiers.isEmpty() ? "" : " " + modifiers)
              + (old ? " deprecated" : ""));
    }
  }

  private static String parameters(Executable executable) {
    return Arrays.stream(executable.getGenericParameterTypes())
        .map(Type::getTypeName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static boolean seen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}

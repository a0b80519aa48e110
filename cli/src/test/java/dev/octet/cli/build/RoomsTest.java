package dev.octet.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.octet.cli.build.SourceTree.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Packages are rooms: {@code rooms.txt} has their order, in which each may use those above it and
 * none below, so that no two need each other. Rooms stay small, and a name means one class.
 */
class RoomsTest {
  private static final String ROOT = "dev.octet.";
  private static final int MOST_FILES = 20;

  @Test
  void everyRoomHasItsPlaceInTheOrder() throws IOException {
    List<String> order = order();
    assertEquals(order.size(), Set.copyOf(order).size(), "a room stands twice in rooms.txt");
    Set<String> missing = new TreeSet<>();
    for (Source source : SourceTree.all()) {
      if (!source.test()) {
        missing.add(source.module() + " " + source.folder());
      }
    }
    Set<String> gone = new TreeSet<>(order);
    gone.removeIf(line -> line.matches(".*\\.[A-Z]\\w*"));
    gone.removeAll(missing);
    missing.removeAll(order);
    assertEquals(Set.of(), missing, "packages without a line in rooms.txt");
    assertEquals(Set.of(), gone, "lines of rooms.txt without a package");
  }

  @Test
  void noArrowRunsUp() throws IOException {
    Map<String, Integer> places = new TreeMap<>();
    List<String> order = order();
    for (int i = 0; i < order.size(); i++) {
      places.put(order.get(i).split(" ")[1], i);
    }
    Set<String> seen = new TreeSet<>();
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : ShippedClasses.ALL) {
      int own = place(type, places);
      seen.add(type.getPackageName());
      for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
        JavaClass target = arrow.getTargetClass().getBaseComponentType();
        if (place(target, places) > own) {
          wrong.add(ShippedClasses.topLevel(type) + " uses " + ShippedClasses.topLevel(target));
        }
      }
    }
    assertTrue(seen.size() > 50, () -> "saw the classes of no more than " + seen);
    assertEquals(Set.of(), wrong, "arrows that run up in rooms.txt");
  }

  @Test
  void noRoomHoldsMoreThanTwentyFiles() throws IOException {
    Map<String, List<String>> folders =
        SourceTree.all().stream()
            .collect(
                Collectors.groupingBy(
                    source -> source.file().getParent().toString(),
                    TreeMap::new,
                    Collectors.mapping(Source::name, Collectors.toList())));
    folders.values().removeIf(files -> files.size() <= MOST_FILES);
    assertEquals(Map.of(), folders, "folders with more than " + MOST_FILES + " files");
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<Source> all = SourceTree.all();
    Set<String> said =
        all.stream()
            .filter(Source::isPackagePage)
            .map(Source::folder)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> silent =
        all.stream().map(Source::folder).collect(Collectors.toCollection(TreeSet::new));
    silent.removeAll(said);
    assertEquals(Set.of(), silent, "packages without a package-info.java");
  }

  @Test
  void noNameStandsForTwoClasses() throws IOException {
    Map<String, List<String>> names =
        SourceTree.all().stream()
            .filter(source -> !source.isPackagePage())
            .collect(
                Collectors.groupingBy(
                    Source::name,
                    TreeMap::new,
                    Collectors.mapping(Source::folder, Collectors.toList())));
    names.values().removeIf(folders -> folders.size() == 1);
    assertEquals(Map.of(), names, "simple names of more than one top-level class");
  }

  /** The line of a class itself, or else of its package; -1 for what is not the project's. */
  private static int place(JavaClass type, Map<String, Integer> places) {
    Integer own = places.get(ShippedClasses.topLevel(type));
    return own != null ? own : places.getOrDefault(type.getPackageName(), -1);
  }

  /** The rooms in their order, each with its module: {@code model dev.octet.model.graph}. */
  private static List<String> order() throws IOException {
    try (InputStream in = RoomsTest.class.getResourceAsStream("rooms.txt")) {
      String text = new String(Objects.requireNonNull(in, "rooms.txt").readAllBytes(), UTF_8);
      List<String> order = new ArrayList<>();
      String module = "";
      for (String line : text.lines().toList()) {
        String word = line.replaceFirst("#.*", "").strip();
        if (word.isEmpty()) {
          continue;
        }
        if (line.startsWith(" ")) {
          order.add(module + " " + ROOT + word);
        } else {
          module = word;
        }
      }
      return order;
    }
  }
}

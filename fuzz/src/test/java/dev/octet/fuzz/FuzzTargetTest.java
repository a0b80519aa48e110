package dev.octet.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts, seeds and tests know the targets that the code has. */
class FuzzTargetTest {
  private static final List<String> TARGETS =
      Arrays.stream(FuzzTarget.values())
          .map(target -> target.name().toLowerCase(Locale.ROOT))
          .toList();

  @Test
  void theScriptsListNamesEveryTargetOnce() throws IOException {
    assertEquals(TARGETS, Files.readAllLines(Path.of("targets")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "mutate"})
  void theScriptsTakeTheListFromItsFile(String script) throws IOException {
    String text = Files.readString(Path.of(script));
    assertTrue(text.contains("\"$here/targets\""), script);
    assertFalse(text.contains("torch_zip"), script + " has a list of its own");
  }

  @Test
  void everyTargetHasATestOfItsSeeds() {
    Set<String> tests =
        Arrays.stream(ParserFuzzTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .map(method -> method.getName())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> folders =
        Arrays.stream(FuzzTarget.values())
            .map(FuzzTarget::folder)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(folders, tests);
  }
}

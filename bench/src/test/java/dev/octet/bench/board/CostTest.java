package dev.octet.bench.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostTest {
  private static final RunFacts FACTS =
      RunFacts.of(
          List.of(
              "WARNING: something of the JVM's",
              "model small",
              "kernels scalar",
              "machine Java 17 aarch64",
              "macs 5",
              "answer right",
              "step 0 5 Convolution 1x1x5 -> 1x1x1"));

  @TempDir private Path folder;

  private Cost cost() throws IOException {
    List<String> lines =
        List.of(
            "block 0 1000 1f2003d5c0035fd6",
            "section mark",
            "0 1",
            "section run",
            "0 30",
            "section run",
            "0 25",
            "section step/0",
            "0 11",
            "section step/0",
            "0 11",
            "section step/0",
            "0 11",
            "section step/0",
            "0 11");
    CountFile file = CountFile.read(Files.write(folder.resolve("counts"), lines));
    return Cost.of(file, null, List.of(), true);
  }

  @Test
  void theLastInferenceCountsAndTheMarksOfStepsDoNot() throws IOException {
    Cost cost = cost();
    assertEquals(50, cost.instructions());
    assertEquals(50, cost.least());
    assertEquals(60, cost.most());
    assertEquals(0, cost.elsewhere());
    // Two bands in each of two inferences, a mark each.
    assertEquals(2 * (11 - 1) * 2, cost.steps().get(0).instructions());
  }

  @Test
  void textAndJson() throws IOException {
    String table = CostText.table(FACTS, cost());
    assertTrue(table.startsWith("small, kernels scalar, Java 17 aarch64: answer right"), table);
    assertTrue(table.contains("10.000 a product"), table);
    assertTrue(table.contains("Convolution 1x1x5 -> 1x1x1"), table);
    String json = CostText.json(FACTS, cost());
    assertTrue(json.contains("\"instructions\": 50,"), json);
    assertTrue(json.contains("{\"step\": 0, \"instructions\": 40, \"cycles\": {}}"), json);
  }

  @Test
  void expectedInstructions() throws IOException {
    Path file =
        Files.writeString(folder.resolve("expected.json"), "{\n  \"a b\": 1000,\n  \"c\": 7\n}");
    assertNull(Expected.check(file, "a b", 1050));
    assertNull(Expected.check(file, "a b", 500));
    assertTrue(Expected.check(file, "a b", 1051).contains("5.1 % more"));
    assertTrue(Expected.check(file, "d", 3).contains("no figure"));
  }
}

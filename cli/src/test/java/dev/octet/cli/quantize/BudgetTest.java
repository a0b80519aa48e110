package dev.octet.cli.quantize;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quantize} with an accuracy budget: kept, missed, and asked for wrongly. */
class BudgetTest {
  private static final int SIDE = 56;

  @TempDir private Path folder;

  private Octet quantize(Path calibration, Path output, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("quantize", Samples.V1, "--calibration", calibration, "-o", output));
    line.addAll(
        List.of(
            "--size", SIDE, "--resize", "stretch", "--samples", 20, "--labels", Samples.LABELS));
    line.addAll(List.of(more));
    return Octet.run(line.toArray());
  }

  /** Black pictures: what is learned from them is wrong for every other picture. */
  private Path blackPictures() throws IOException {
    Path black = Files.createDirectory(folder.resolve("black"));
    byte[] header = ("P6\n" + SIDE + " " + SIDE + "\n255\n").getBytes(US_ASCII);
    byte[] picture = java.util.Arrays.copyOf(header, header.length + SIDE * SIDE * 3);
    for (int i = 0; i < 4; i++) {
      Files.write(black.resolve(i + ".ppm"), picture);
    }
    return black;
  }

  @Test
  void aBudgetThatTheFirstModelKeeps() throws IOException {
    Path output = folder.resolve("kept.octet");
    Octet octet =
        quantize(Samples.PHOTOS, output, "--max-drop", 5, "--eval", Samples.PHOTOS, "--json").ok();
    JsonNode budget = octet.json().get("budget");
    assertTrue(budget.get("met").asBoolean());
    assertEquals(5, budget.get("maxDrop").asDouble());
    assertTrue(budget.get("minAgreement").isNull());
    assertEquals(200, budget.get("images").asInt());
    assertEquals(1, budget.get("trail").size());
    JsonNode trial = budget.at("/trail/0");
    assertEquals("as asked", trial.get("remedy").asText());
    assertTrue(trial.get("drop").asDouble() <= 5);
    assertEquals(2, trial.get("dropInterval").size());
    assertEquals(Files.size(output), trial.get("bytes").asLong());
    assertTrue(octet.err().contains("used twice"), octet.err());
    assertTrue(octet.err().contains("budget: as asked: top-1 "), octet.err());
  }

  @Test
  void withoutLabelsOnHeldOutPicturesAndTheSameBytesOnAnyThreads() throws IOException {
    Path one = folder.resolve("one.octet");
    Path two = folder.resolve("two.octet");
    Octet octet =
        quantize(Samples.PHOTOS, one, "--min-agreement", 80, "--threads", 1, "--json").ok();
    assertEquals(180, octet.json().at("/budget/images").asInt());
    assertEquals(20, octet.json().at("/calibration/images").asInt());
    assertTrue(octet.err().contains("held out"), octet.err());
    quantize(Samples.PHOTOS, two, "--min-agreement", 80, "--threads", 2).ok();
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
  }

  @Test
  void aMissedBudgetStillWritesTheBestModel() throws IOException {
    Path output = folder.resolve("missed.octet");
    Octet octet =
        quantize(
            blackPictures(),
            output,
            "--arch",
            "mobilenet_v1",
            "--max-drop",
            0.5,
            "--min-agreement",
            100,
            "--eval",
            Samples.PHOTOS,
            "--json");
    assertEquals(5, octet.code(), octet.err());
    String last = octet.err().lines().reduce("", (first, second) -> second);
    assertTrue(last.startsWith("octet: " + output + ": the budget is missed: "), last);
    assertTrue(last.contains("less than the 100.00 asked for"), last);
    assertTrue(last.contains("; see where"), last);
    JsonNode budget = octet.json().get("budget");
    assertFalse(budget.get("met").asBoolean());
    JsonNode trail = budget.get("trail");
    assertTrue(trail.size() >= 5, trail.toString());
    assertTrue(trail.at("/0/drop").asDouble() > 0.5, trail.toString());
    assertEquals("mean-square ranges", trail.at("/1/remedy").asText());
    assertTrue(trail.get(trail.size() - 1).get("remedy").asText().startsWith("mixed"));
    JsonNode best = trail.get(budget.get("best").asInt());
    for (JsonNode trial : trail) {
      assertTrue(trial.get("shortfall").asDouble() >= best.get("shortfall").asDouble());
      assertTrue(trial.get("seconds").asDouble() > 0);
    }
    assertEquals(Files.size(output), best.get("bytes").asLong());
    assertEquals(0, Octet.run("inspect", output).code());
  }

  @Test
  void contradictionsAreWrongUsage() throws IOException {
    Path output = folder.resolve("never.octet");
    quantize(Samples.PHOTOS, output, "--max-drop", 1).failed(2, "labelled images", "--max-drop");
    quantize(Samples.PHOTOS, output, "--eval", Samples.PHOTOS).failed(2, "no budget", "--eval");
    quantize(Samples.PHOTOS, output, "--min-agreement", 101)
        .failed(2, "not a limit", "--min-agreement");
    Path flat = Files.createDirectory(folder.resolve("flat"));
    Files.copy(blackPictures().resolve("0.ppm"), flat.resolve("0.ppm"));
    quantize(Samples.PHOTOS, output, "--max-drop", 1, "--eval", flat)
        .failed(2, "no input has a label", "--max-drop");
    quantize(flat, output, "--min-agreement", 90).failed(2, "too few", "--min-agreement");
    assertFalse(Files.exists(output));
  }
}

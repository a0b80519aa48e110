package dev.octet.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.octet.cli.Octet;
import dev.octet.cli.OctetCommand;
import dev.octet.cli.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code octet compare} writes. */
class CompareOutputTest {
  private static final Path SCHEMA = Path.of("../docs/comparison.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ReportFixture fixture;

  @BeforeAll
  static void compare() throws IOException {
    fixture = ReportFixture.get();
  }

  private static Set<ValidationMessage> validate(JsonNode document) throws IOException {
    try (InputStream in = Files.newInputStream(SCHEMA)) {
      JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
      return schema.validate(document);
    }
  }

  @Test
  void theJsonFitsItsSchema() throws IOException {
    JsonNode document = JSON.readTree(fixture.json.toFile());
    assertEquals(Set.of(), validate(document));
    assertEquals(80, document.get("images").asInt());
    assertEquals(8, document.get("layerImages").asInt());
    ((ObjectNode) document.get("variants").get(0)).put("unknown", 1);
    assertEquals(1, validate(document).size());
  }

  /** Compares on photos of one class, whose folder says nothing of labels. */
  private static Octet unlabelled(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("compare", Samples.V1, fixture.model));
    all.addAll(List.of("--data", fixture.photos.resolve("bag")));
    all.addAll(List.of(arguments));
    return Octet.run(all.toArray());
  }

  @Test
  void theJsonOfUnlabelledDataFitsItToo() throws IOException {
    JsonNode document =
        unlabelled("--layer-images", "0", "--reproducible", "--json", "-").ok().json();
    assertEquals(Set.of(), validate(document));
    assertTrue(document.at("/model/host").isNull());
    assertTrue(document.at("/advice").toString().contains("Add labels"), document.toString());
  }

  @Test
  void numpyFindsTheSameFigures() throws IOException, InterruptedException {
    Process check =
        new ProcessBuilder(
                Tool.pythonWithNumpy().toString(),
                "src/test/python/check_comparison.py",
                fixture.dump.toString(),
                fixture.json.toString(),
                fixture.report.toString(),
                fixture.labels.toString(),
                fixture.photos.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), said);
    assertTrue(said.startsWith("checked "), said);
  }

  @Test
  void theFiguresDoNotDependOnThreads() throws IOException {
    String[] documents = new String[2];
    for (int i = 0; i < 2; i++) {
      Path json = fixture.folder.resolve("threads.json");
      Path page = fixture.folder.resolve("threads.html");
      fixture.compare("--reproducible", "--threads", i + 1, "--json", json, "--report", page).ok();
      String mark = "--threads " + (i + 1);
      documents[i] =
          Files.readString(page).replace(mark, "")
              + Files.readString(json).replace("\"--threads\", \"" + (i + 1) + "\"", "");
    }
    assertEquals(documents[0], documents[1]);
  }

  @Test
  void aMissedBudgetIsAnExitCodeAndTheReportIsWritten() throws IOException {
    Path report = fixture.folder.resolve("gate.html");
    Octet octet = fixture.compare("--min-agreement", "100", "--max-drop", "0", "--report", report);
    boolean changed = JSON.readTree(fixture.json.toFile()).get("flips").size() > 0;
    assertTrue(changed, "the fixture's model is too good for this test");
    assertEquals(5, octet.code(), octet.err());
    assertTrue(octet.err().contains("octet: model <b>.octet: agreement is "), octet.err());
    assertTrue(Files.readString(report).contains("misses the budget"));
    fixture.compare("--min-agreement", "1", "--max-drop", "99").ok();
  }

  @Test
  void aDropNeedsLabels() {
    unlabelled("--max-drop", "1").failed(2, "no input has a label", "--max-drop");
  }

  @Test
  void logitsOfAnotherToolStandBesideAModel() throws IOException {
    Path page = fixture.folder.resolve("several.html");
    JsonNode document =
        Octet.run(
                "compare",
                Samples.V1,
                fixture.model,
                fixture.dump,
                "--data",
                fixture.photos,
                "--labels",
                fixture.labels,
                "--layer-images",
                "2",
                "--report",
                page,
                "--json",
                "-")
            .ok()
            .json();
    assertEquals(Set.of(), validate(document));
    JsonNode variants = document.get("variants");
    assertEquals(2, variants.size());
    assertEquals(variants.at("/0/logits"), variants.at("/1/logits"));
    assertEquals(variants.at("/0/int8"), variants.at("/1/int8"));
    assertTrue(variants.at("/1/model/bytes").isNull());
    assertTrue(Files.readString(page).contains("logits.npz"));
  }

  @Test
  void logitsAloneNeedNoModel() throws IOException {
    JsonNode alone =
        Octet.run(
                "compare",
                Samples.V1,
                fixture.dump,
                "--data",
                fixture.photos,
                "--labels",
                fixture.labels,
                "--size",
                "56",
                "--resize",
                "stretch",
                "--normalize",
                "imagenet",
                "--json",
                "-")
            .ok()
            .json();
    assertEquals(JSON.readTree(fixture.json.toFile()).get("logits"), alone.get("logits"));
    assertEquals(0, alone.get("layers").size());
  }

  @Test
  void logitsOfOtherDataAreRefused() {
    unlabelled(fixture.dump).failed(3, "logits of shape [80, 10]", "logits.npz");
  }

  @Test
  void latencyOnABoardIsShown() throws IOException {
    Path bench =
        Files.writeString(
            fixture.folder.resolve("bench.json"),
            "{\"medianMs\": 41.5, \"p95Ms\": 44, \"threads\": 4, \"kernels\": \"scalar\"}");
    Path page = fixture.folder.resolve("board.html");
    fixture.compare("--board", bench, "--report", page).ok();
    assertTrue(Files.readString(page).contains("41.50 ms median"));
    Path deploy =
        Files.writeString(
            fixture.folder.resolve("deploy.json"),
            "{\"boards\": [{\"arch\": \"arm\", \"java\": \"1.8.0\", \"medianMs\": 7.25}]}");
    fixture.compare("--board", deploy, "--report", page).ok();
    assertTrue(Files.readString(page).contains("7.25 ms median, \u2013 ms"), "deploy's figures");
    assertTrue(Files.readString(page).contains("arm, Java 1.8.0"), "deploy's board");
    fixture
        .compare("--board", Files.writeString(fixture.folder.resolve("no.json"), "{}"))
        .failed(3, "has no latency", "no.json");
  }

  @Test
  void theAdviceIsMadeOfCommandsThatExist() throws IOException {
    int commands = 0;
    for (JsonNode advice : JSON.readTree(fixture.json.toFile()).get("advice")) {
      String[] words = advice.get("command").asText().split(" ");
      if (words[0].equals("octet")) {
        OctetCommand.commandLine(false).parseArgs(Arrays.copyOfRange(words, 1, words.length));
        commands++;
      }
    }
    assertTrue(commands > 0, "no command is advised");
  }

  @Test
  void nothingIsLeftBesideTheFiles() {
    assertFalse(Files.exists(fixture.folder.resolve("report.html.partial")));
    assertFalse(Files.exists(fixture.folder.resolve("logits.npz.partial")));
  }

  @Test
  void resumingNeedsAFile() {
    fixture.compare("--resume").failed(2, "kept beside a report", "--resume");
  }
}

package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, and a disk that is full in the middle of a file: nothing half-written stays. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptTest {
  private static final int INTERRUPTED = 130;

  /** Where the build runs in the background, its children ignore SIGINT; GNU's env undoes that. */
  private static final String HEEDING_SIGINT =
      "env --default-signal=INT true 2>&- && set -- env --default-signal=INT \"$@\"; ";

  @TempDir private static Path folder;
  private static Path model;

  @TempDir private Path outputs;

  @BeforeAll
  static void quantize() {
    model = folder.resolve("model.octet");
    Octet.run(quantize(model).toArray()).ok();
  }

  @BeforeEach
  void whatWasThere() throws IOException {
    Files.writeString(outputs.resolve("model.octet"), "old");
    Files.writeString(outputs.resolve("report.html"), "old");
    Files.writeString(outputs.resolve("logits.npz"), "old");
  }

  private static List<Object> quantize(Path output) {
    return List.of(
        "quantize",
        Samples.V1,
        "--calibration",
        Samples.PHOTOS,
        "--samples",
        16,
        "--size",
        32,
        "-o",
        output);
  }

  private List<Object> compare() {
    List<Object> line = new ArrayList<>(List.of("compare", Samples.V1, model, "--data"));
    line.addAll(List.of(Samples.PHOTOS, "--layer-images", 4, "--threads", 1, "--verbose"));
    line.addAll(List.of("--report", outputs.resolve("report.html")));
    line.addAll(List.of("--dump-logits", outputs.resolve("logits.npz")));
    return line;
  }

  /** Starts octet in a process of its own, behind a shell command. */
  private Process start(String before, List<Object> line) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", before + HEEDING_SIGINT + "exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "--add-modules=jdk.incubator.vector", "-cp"));
    command.add(System.getProperty("java.class.path"));
    // Results are kept after every image, so that there is something to be left behind.
    command.addAll(List.of("-Doctet.checkpoint.seconds=0", Main.class.getName()));
    line.forEach(argument -> command.add(argument.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }

  private static int end(Process process) throws InterruptedException {
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it did not end");
    return process.exitValue();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(outputs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertOld(String... besides) throws IOException {
    List<String> expected = new ArrayList<>(List.of("logits.npz", "model.octet", "report.html"));
    expected.addAll(List.of(besides));
    assertEquals(expected.stream().sorted().toList(), files());
    for (String name : List.of("logits.npz", "model.octet", "report.html")) {
      assertEquals("old", Files.readString(outputs.resolve(name)), name);
    }
  }

  /** Interrupts as Ctrl-C does, once the process has printed or left something. */
  private void interruptWhen(Process process, String said, String left) throws Exception {
    while (process.isAlive()
        && !Files.readString(folder.resolve("said.txt"), StandardCharsets.UTF_8).contains(said)
        && !files().contains(left)) {
      Thread.sleep(5);
    }
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  @Test
  void quantizeInterrupted() throws Exception {
    Process process = start("", quantize(outputs.resolve("model.octet")));
    interruptWhen(process, "family", "none");
    assertEquals(INTERRUPTED, end(process));
    assertOld();
  }

  @Test
  void compareInterruptedGoesOn() throws Exception {
    Process process = start("", compare());
    interruptWhen(process, "none", "report.html.partial");
    assertEquals(INTERRUPTED, end(process));
    // What it has found out so far is whole, and meant to stay.
    List<String> left = new ArrayList<>(files());
    left.removeIf(name -> name.contains(".partial"));
    assertEquals(List.of("logits.npz", "model.octet", "report.html"), left);
    assertEquals("old", Files.readString(outputs.resolve("report.html")));
    assertEquals("old", Files.readString(outputs.resolve("logits.npz")));
    List<Object> again = new ArrayList<>(compare());
    again.add("--resume");
    Octet.run(again.toArray()).ok();
    assertEquals(List.of("logits.npz", "model.octet", "report.html"), files());
    assertTrue(Files.size(outputs.resolve("report.html")) > 10_000);
  }

  @Test
  void quantizeOnAFullDisk() throws Exception {
    // No file may become larger than 64 blocks: as if the disk were full in the middle of it.
    Process process = start("ulimit -f 64; ", quantize(outputs.resolve("model.octet")));
    assertEquals(7, end(process), Files.readString(folder.resolve("said.txt")));
    assertOld();
  }

  @Test
  void compareOnAFullDisk() throws Exception {
    Process process = start("ulimit -f 64; ", compare());
    assertEquals(7, end(process), Files.readString(folder.resolve("said.txt")));
    List<String> left = new ArrayList<>(files());
    left.removeIf(name -> name.contains(".partial"));
    assertEquals(List.of("logits.npz", "model.octet", "report.html"), left);
    assertEquals("old", Files.readString(outputs.resolve("report.html")));
  }
}

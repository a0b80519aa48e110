package dev.octet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Uses a bit of everything, so that a JVM with {@code -XX:ArchiveClassesAtExit} keeps the classes
 * and later ones start faster. The launcher of the project runs it after a build.
 */
final class StartupArchive {
  private StartupArchive() {}

  /** Runs some commands on the demo's data, which is the only argument, and prints nothing. */
  public static void main(String[] args) throws IOException {
    Path demo = Path.of(args[0]);
    Path folder = Files.createTempDirectory("octet");
    String model = folder.resolve("model.octet").toString();
    String source = demo.resolve("models/mobilenet_v1_025.safetensors").toString();
    String photos = demo.resolve("images/calibration/bag").toString();
    try {
      run(
          "quantize",
          source,
          "--calibration",
          photos,
          "-o",
          model,
          "--size",
          "56",
          "--samples",
          "2");
      run("inspect", model);
      run("inspect", source, "--json");
      run("run", model, photos);
      run("--help");
      run("nonsense");
    } finally {
      Files.deleteIfExists(Path.of(model));
      Files.delete(folder);
    }
  }

  private static void run(String... line) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    OctetCommand.execute(nowhere, nowhere, false, line);
  }
}

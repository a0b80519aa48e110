package dev.octet.cli.compare;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs that some tests need. Where one is missing the test is skipped and says so; with {@code
 * OCTET_TEST_TOOLS=required} it fails.
 */
final class Tool {
  private Tool() {}

  /** The first of these programs on the path. */
  static Path find(String... names) {
    for (String name : names) {
      for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    throw missing(String.join(" or ", names) + " is not installed");
  }

  /** A Python that has NumPy. */
  static Path pythonWithNumpy() throws IOException, InterruptedException {
    for (String name : List.of("python3", "/usr/bin/python3")) {
      try {
        Process process =
            new ProcessBuilder(name, "-c", "import numpy").redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        if (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0) {
          return Path.of(name);
        }
      } catch (IOException e) {
        // Not there: the next one.
      }
    }
    throw missing("no python3 with numpy is installed");
  }

  private static RuntimeException missing(String reason) {
    if ("required".equals(System.getenv("OCTET_TEST_TOOLS"))) {
      fail(reason);
    }
    abort(reason);
    return new IllegalStateException(reason);
  }
}

package dev.octet.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardLatencyTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("board.json"), text);
  }

  @Test
  void readsWhatBenchAndDeployPrint() throws IOException {
    Latency bench =
        BoardLatency.read(
            file(
                "{\"medianMs\": 12.5, \"p95Ms\": 13, \"threads\": 2, \"runs\": 100, \"kernels\":"
                    + " \"scalar\"}"));
    assertEquals(new Latency("board.json", 12.5, 13, 2, 100, "scalar"), bench);
    Latency deploy =
        BoardLatency.read(
            file("{\"boards\": [{\"medianMs\": 7, \"arch\": \"arm\", \"java\": \"1.8.0\"}]}"));
    assertEquals("arm, Java 1.8.0", deploy.where());
    assertEquals(7, deploy.medianMs());
    assertEquals(1, deploy.threads());
  }

  @Test
  void anotherFileIsRefusedByName() throws IOException {
    refused("is not JSON", "not json");
    refused("has no latency", "{\"p95Ms\": 1}");
    refused("has no latency", "{\"medianMs\": \"fast\"}");
  }

  private void refused(String what, String text) throws IOException {
    Path file = file(text);
    OctetException e = assertThrows(OctetException.class, () -> BoardLatency.read(file));
    assertEquals(what, e.what());
    assertEquals(file.toString(), e.where());
  }
}

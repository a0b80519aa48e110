package dev.octet.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison reads a state dict with the options that it was quantized with. */
class StoredOptionsTest {
  @TempDir private static Path folder;
  private static Path model;
  private static Path usual;

  @BeforeAll
  static void quantize() {
    model = folder.resolve("relu.octet");
    quantize(model, "--activation", "relu", "--bn-eps", "0.01", "--padding", "same");
    usual = folder.resolve("usual.octet");
    quantize(usual);
  }

  private static void quantize(Path output, Object... more) {
    List<Object> line = new ArrayList<>(List.of("quantize", Samples.V1));
    line.addAll(List.of("--calibration", Samples.PHOTOS, "--samples", 8, "-o", output));
    line.addAll(List.of("--size", 32, "--arch", "mobilenet_v1"));
    line.addAll(List.of(more));
    Octet.run(line.toArray()).ok();
  }

  private static Octet compare(Object... more) {
    List<Object> line = new ArrayList<>(List.of("compare", Samples.V1, model));
    line.addAll(List.of("--data", Samples.PHOTOS.resolve("bag"), "--layer-images", 0));
    line.addAll(List.of(more));
    return Octet.run(line.toArray());
  }

  @Test
  void theFileSaysHowItsFloatModelWasRead() throws IOException {
    JsonNode json = compare("--json", "-").ok().json();
    assertTrue(json.at("/logits/sqnrDb").asDouble() > 20, json.get("logits").toString());
    JsonNode same =
        compare("--json", "-", "--activation", "ReLU", "--bn-eps", "1e-2", "--padding", "same")
            .ok()
            .json();
    assertEquals(json.get("logits"), same.get("logits"));
  }

  @Test
  void anotherNetworkIsRefused() {
    compare("--activation", "relu6").failed(4, "made with --activation relu", "relu.octet");
    compare("--bn-eps", "1e-5").failed(4, "made with --bn-eps 0.01", "relu.octet");
    compare("--padding", "symmetric").failed(4, "made with --padding same", "relu.octet");
    compare("--arch", "mobilenet_v2").failed(4, "mobilenet_v2", "mobilenet_v1_025");
    compare(usual).failed(4, "its float model was read with activation relu6", "usual.octet");
  }
}

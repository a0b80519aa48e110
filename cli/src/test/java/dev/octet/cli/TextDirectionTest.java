package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trained MobileNetV3-Small of someone else: the text-direction classifier of PaddleOCR, on lines
 * that are upright or upside down.
 */
@EnabledIf(value = "dev.octet.cli.TextLines#available", disabledReason = "the JVM has no fonts")
class TextDirectionTest {
  private static final String RESOURCE = "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

  @TempDir private static Path folder;
  private static Path floatModel;
  private static Path calibration;
  private static Path test;

  @BeforeAll
  static void makeFiles() throws IOException {
    floatModel = folder.resolve("direction.onnx");
    try (InputStream in = TextDirectionTest.class.getResourceAsStream(RESOURCE)) {
      Files.copy(Objects.requireNonNull(in, RESOURCE), floatModel);
    }
    calibration = TextLines.write(folder.resolve("calibration"), 100, 1);
    test = TextLines.write(folder.resolve("test"), 300, 2);
  }

  private static Octet quantize(Path output, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("quantize", floatModel, "--calibration", calibration, "-o", output));
    arguments.addAll(List.of("--size", "48x192", "--resize", "stretch"));
    arguments.addAll(List.of(more));
    return Octet.run(arguments.toArray());
  }

  @Test
  void int8AnswersAsFloatDoes() throws IOException {
    Path model = folder.resolve("direction.octet");
    Octet quantized = quantize(model, "--normalize", "minus-one-one");
    assertTrue(quantized.ok().err().contains("labelled inputs right"), quantized.err());
    assertTrue(!quantized.err().contains("warning"), quantized.err());

    JsonNode json =
        Octet.run(
                "compare", floatModel, model, "--data", test, "--layer-images", "0", "--json", "-")
            .ok()
            .json();
    assertEquals(300, json.get("images").asInt());
    assertTrue(json.at("/float/top1").asDouble() > 85, json.get("float").toString());
    assertTrue(json.get("agreement").asDouble() >= 99, json.get("agreement").toString());
    assertEquals("180", Octet.run("inspect", model, "--json").json().at("/labels/1").asText());
  }

  @Test
  void aWrongNormalizationIsNoticed() {
    Octet quantized =
        quantize(folder.resolve("wrong.octet"), "--mean", "30", "--std", "0.01", "--samples", "40");
    assertTrue(quantized.ok().err().contains("warning: the float model is near chance"), "");
    assertTrue(quantized.err().contains("with --normalize "), quantized.err());
  }
}

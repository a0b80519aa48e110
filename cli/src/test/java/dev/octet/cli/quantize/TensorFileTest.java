package dev.octet.cli.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.calibration.Progress;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import dev.octet.model.Normalization;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ready tensors in place of photos, all the way. */
class TensorFileTest {
  private static final int COUNT = 40;
  private static final int SIDE = 56;

  @TempDir private static Path folder;
  private static Path tensors;
  private static Path labels;
  private static Path model;
  private static Octet quantized;

  @BeforeAll
  static void quantize() throws IOException {
    TensorSource photos =
        Sources.open(
            Samples.PHOTOS,
            Samples.pictures(
                new Shape(SIDE, SIDE, 3),
                10,
                new Preprocessing(
                    Resize.STRETCH,
                    1,
                    Normalization.IMAGENET.mean(3),
                    Normalization.IMAGENET.std(3),
                    new byte[0])),
            Progress.SILENT);
    ByteBuffer values = buffer(COUNT * 3 * SIDE * SIDE * Float.BYTES);
    ByteBuffer classes = buffer(COUNT * Long.BYTES);
    for (int i = 0; i < COUNT; i++) {
      int index = i * photos.size() / COUNT;
      float[] hwc = photos.read(index);
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < SIDE * SIDE; p++) {
          values.putFloat(hwc[3 * p + c]);
        }
      }
      classes.putLong(photos.label(index));
    }
    tensors =
        Samples.npy(
            folder.resolve("tensors.npy"), "<f4", COUNT + ", 3, " + SIDE + ", " + SIDE, values);
    labels = Samples.npy(folder.resolve("labels.npy"), "<i8", COUNT + ",", classes);
    model = folder.resolve("model.octet");
    quantized =
        Octet.run(
            "quantize", Samples.V1, "--calibration", tensors, "--labels", labels, "-o", model);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void noSizeAndNoNormalizationIsAskedFor() throws IOException {
    quantized.ok();
    assertTrue(!quantized.err().contains("normalization:"), quantized.err());
    JsonNode json = Octet.run("inspect", model, "--json").ok().json();
    assertEquals("[56,56,3]", json.get("input").toString());
    assertTrue(json.get("preprocessing").isNull());
  }

  @Test
  void compareTakesTheTensorsAsTheyAre() throws IOException {
    JsonNode json =
        Octet.run(
                "compare",
                Samples.V1,
                model,
                "--data",
                tensors,
                "--labels",
                labels,
                "--layer-images",
                "0",
                "--json",
                "-")
            .ok()
            .json();
    assertEquals(COUNT, json.get("images").asInt());
    assertTrue(json.at("/float/top1").asDouble() > 75, json.get("float").toString());
    assertTrue(json.get("agreement").asDouble() >= 90, json.get("agreement").toString());
  }

  @Test
  void runTakesTensorsButNoPhotos() throws IOException {
    JsonNode json = Octet.run("run", model, tensors, "--json").ok().json();
    assertEquals(COUNT, json.get("results").size());
    Octet.run("run", model, Samples.PHOTOS.resolve("bag/01166.png"))
        .failed(2, "calibrated on ready tensors", "01166.png");
  }

  @Test
  void optionsForPhotosAreSaidToDoNothing() {
    Octet octet =
        Octet.run(
            "quantize",
            Samples.V1,
            "--calibration",
            tensors,
            "--normalize",
            "zero-one",
            "--samples",
            "4",
            "-o",
            folder.resolve("other.octet"));
    assertTrue(octet.ok().err().contains("do nothing"), octet.err());
  }
}

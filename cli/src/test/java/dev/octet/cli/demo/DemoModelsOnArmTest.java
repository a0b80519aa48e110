package dev.octet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.image.ExifMode;
import dev.octet.calibration.image.ImageDecoder;
import dev.octet.calibration.image.RgbImage;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.testing.ArmJvm;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.preprocess.PixelFormat;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The demo's three models produce the same bytes on this JVM's fastest kernels and on others with
 * the board's jar: golden vectors, and photos through the board's own preprocessing.
 */
class DemoModelsOnArmTest {
  private static final List<String> MODELS =
      List.of("mobilenet_v1_025", "mobilenet_v2_035", "mobilenet_v3_small");
  private static final int PHOTOS = 2;

  @TempDir private static Path folder;

  @BeforeAll
  static void quantize() throws Exception {
    Files.write(folder.resolve("runtime.jar"), RuntimeJars.load().get("octet-runtime.jar"));
    for (String name : MODELS) {
      Path weights = Samples.DEMO.resolve("models/" + name + ".safetensors");
      Object[] more = {"--labels", Samples.LABELS, "--samples", "10", "--quiet"};
      Octet.quantize(weights, Samples.PHOTOS, file(name), more).ok();
    }
    Path[] photos;
    try (Stream<Path> files = Files.list(Samples.PHOTOS.resolve("coat"))) {
      photos = files.sorted().toArray(Path[]::new);
    }
    for (int i = 0; i < PHOTOS; i++) {
      RgbImage image = new ImageDecoder(ExifMode.IGNORE).decode(photos[i]);
      ByteArrayOutputStream ppm = new ByteArrayOutputStream();
      ppm.writeBytes(("P6 " + image.width() + " " + image.height() + " 255\n").getBytes(UTF_8));
      ppm.writeBytes(image.rgb());
      Files.write(folder.resolve(i + ".ppm"), ppm.toByteArray());
    }
  }

  private static Path file(String model) {
    return folder.resolve(model + ".octet");
  }

  @Test
  void onThisJvm() throws Exception {
    sameBytes(Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"arm64-8", "armhf-8", "armhf-17"})
  void onArm(String jvm) throws Exception {
    sameBytes(ArmJvm.require(jvm));
  }

  private static void sameBytes(Path java) throws Exception {
    for (String name : MODELS) {
      OctetModel model = OctetModel.load(file(name));
      int golden = model.schedule().golden.length;
      List<String> requests = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      try (Session session = model.newSession()) {
        for (int i = 0; i < golden; i++) {
          requests.add("golden " + i);
          session.run(model.schedule().golden[i].input, 0);
          expected.add("ok\t" + hex(session));
        }
        for (int i = 0; i < PHOTOS; i++) {
          Path photo = folder.resolve(i + ".ppm");
          requests.add("logits " + photo);
          RgbImage image = new ImageDecoder(ExifMode.IGNORE).decode(photo);
          session.classify(
              image.rgb(), 0, PixelFormat.RGB, image.width(), image.height(), 3 * image.width());
          expected.add("ok\t" + hex(session));
        }
      }
      assertTrue(golden > 0);
      assertEquals(
          String.join("\n", expected), ask(java, file(name), requests), name + ", " + java);
    }
  }

  private static String hex(Session session) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < session.model().classes(); i++) {
      text.append(String.format("%04x", session.rawLogit(i) & 0xffff));
    }
    return text.toString();
  }

  private static String ask(Path java, Path model, List<String> requests) throws Exception {
    List<String> command =
        Arrays.asList(
            java.toString(),
            "-jar",
            folder.resolve("runtime.jar").toString(),
            "--serve",
            "" + model);
    Path input = Files.write(folder.resolve("requests"), requests);
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectError(errors.toFile())
            .start();
    String answers = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> "see " + errors);
    return answers.strip();
  }
}

package dev.octet.quantizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.app.RuntimeMain;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Full-size networks on a board's heap: the scalar kernels under the serial collector. */
@Timeout(120)
class SmallHeapTest {
  @TempDir private Path folder;

  static Stream<Arguments> boards() {
    return Stream.of(
        Arguments.of(MobileNets.v3Small(224, 1000, 1), 16),
        Arguments.of(MobileNets.v2(96, 0.35, 1000, 1), 8));
  }

  @ParameterizedTest
  @MethodSource("boards")
  void selfCheckPasses(FloatGraph graph, int megabytes)
      throws IOException, InterruptedException, URISyntaxException {
    Path model = folder.resolve("model.octet");
    OctetWriter.write(quantized(graph).schedule(), model);
    assertTrue(Files.size(model) > 1_500_000, Files.size(model) + " bytes");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of(
                        RuntimeMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString(),
                RuntimeMain.class.getName(),
                "--kernels",
                "scalar",
                "--self-check",
                model.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(100, TimeUnit.SECONDS), "it does not end");
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), text);
    assertTrue(text.contains("kernels scalar"), text);
  }

  /** Quickly: what matters here are sizes. */
  private static Quantization quantized(FloatGraph graph) {
    QuantizerSettings settings =
        QuantizationTrial.SETTINGS.withTechniques(
            new Techniques(RangeMethod.MIN_MAX, true, false, false, false, false, false));
    return QuantizationTrial.quantize(graph, settings, 1);
  }
}

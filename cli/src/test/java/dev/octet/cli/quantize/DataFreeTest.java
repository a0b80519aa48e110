package dev.octet.cli.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quantize --data-free}. */
class DataFreeTest {
  private static final Path V2 = Samples.DEMO.resolve("models/mobilenet_v2_035.safetensors");

  @TempDir private Path folder;

  private static Octet quantize(Path model, Path output, Object... more) {
    Object[] line = {
      "quantize", model, "--data-free", "-o", output, "--size", 56, "--resize", "stretch"
    };
    Object[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return Octet.run(all);
  }

  @Test
  void mobileNetV2KeepsItsAnswers() throws IOException {
    Path output = folder.resolve("v2.octet");
    Octet octet = quantize(V2, output, "--labels", Samples.LABELS, "--json").ok();
    JsonNode json = octet.json();
    assertTrue(json.get("dataFree").asBoolean());
    assertEquals(0, json.at("/calibration/images").asInt());
    assertTrue(json.at("/calibration/sqnrDb").isNull());
    assertTrue(octet.err().contains("the loss of accuracy is not known"), octet.err());
    JsonNode compared =
        Octet.run(
                "compare",
                V2,
                output,
                "--data",
                Samples.PHOTOS,
                "--layer-images",
                0,
                "--max-drop",
                1,
                "--json",
                "-")
            .ok()
            .json();
    assertTrue(compared.get("agreement").asDouble() >= 98, compared.get("agreement").toString());
    assertTrue(compared.at("/logits/sqnrDb").asDouble() > 25);
  }

  @Test
  void theSummarySaysWhatIsNotKnown() {
    Octet octet = quantize(Samples.V1, folder.resolve("v1.octet"), "--quiet").ok();
    assertTrue(octet.out().contains("the loss is not known"), octet.out());
  }

  /** A convolution with a bias, as exporters leave it when they fold batch normalization. */
  @Test
  void aFoldedModelNamesTheLayer() throws IOException {
    Path tiny = Samples.onnx(folder, "Conv");
    OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(tiny));
    OnnxMl.TensorProto weights =
        OnnxMl.TensorProto.newBuilder()
            .setName("w")
            .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
            .addDims(3)
            .addDims(3)
            .addDims(1)
            .addDims(1)
            .setRawData(ByteString.copyFrom(new byte[36]))
            .build();
    OnnxMl.GraphProto graph =
        model.getGraph().toBuilder()
            .setNode(0, model.getGraph().getNode(0).toBuilder().addInput("w"))
            .addInitializer(weights)
            .build();
    Path folded =
        Files.write(
            folder.resolve("folded.onnx"), model.toBuilder().setGraph(graph).build().toByteArray());
    Path output = folder.resolve("never.octet");
    Octet.run("quantize", folded, "--data-free", "-o", output)
        .failed(4, "no batch normalization", "the_node");
    assertFalse(Files.exists(output));
  }

  @Test
  void dataAndNoDataExcludeEachOther() {
    Path output = folder.resolve("never.octet");
    Octet both = quantize(V2, output, "--calibration", Samples.PHOTOS);
    assertEquals(2, both.code(), both.err());
    assertTrue(both.err().contains("mutually exclusive"), both.err());
    Octet neither = Octet.run("quantize", V2, "-o", output);
    assertEquals(2, neither.code(), neither.err());
    assertTrue(neither.err().contains("--data-free"), neither.err());
    quantize(V2, output, "--min-agreement", 99).failed(2, "need calibration images", "--data-free");
    quantize(V2, output, "--precision", "mixed").failed(2, "measured on data", "--precision");
    assertFalse(Files.exists(output));
  }
}

package dev.octet.model.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of other formats are named, with a way to convert them. */
class ForeignFormatsTest {
  /** Version 1, then a message: meta information that begins with a list of operators. */
  private static final String SAVED_MODEL = "\b\u0001\u0012\u0090\u0001\n\u008d\u0001\u0012\u0010";

  @TempDir private Path folder;

  private static OctetException refusal(Path file, Failure failure, String... texts) {
    OctetException e =
        assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
    assertEquals(failure, e.failure(), e.getMessage());
    for (String text : texts) {
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
    return e;
  }

  @Test
  void aSavedModelFolder() throws IOException {
    Path model = Files.createDirectories(folder.resolve("exported"));
    Files.createDirectories(model.resolve("variables"));
    Path graph = Files.write(model.resolve("saved_model.pb"), SAVED_MODEL.getBytes(ISO_8859_1));
    refusal(model, Failure.UNSUPPORTED, "SavedModel", "tf2onnx.convert --saved-model " + model);
    refusal(graph, Failure.UNSUPPORTED, "SavedModel", "tf2onnx.convert --saved-model " + model);
  }

  @Test
  void otherFoldersNameTheModelsInThem() throws IOException {
    Files.write(folder.resolve("model.safetensors"), new byte[] {1});
    Files.write(folder.resolve("config.json"), new byte[] {1});
    refusal(folder, Failure.INPUT, "a folder", "[model.safetensors]");
  }

  @Test
  void whatIsNotThereIsNotThere() {
    refusal(folder.resolve("saved_model"), Failure.INPUT, "no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "net.caffemodel, Caffe, caffe2onnx",
    "deploy.prototxt, Caffe, caffe2onnx",
    "net.pb, TensorFlow graph, --graphdef",
    "model.ckpt.index, checkpoint, model.save",
    "model.ckpt.data-00000-of-00001, checkpoint, model.save",
    "net.mlmodel, Core ML, ONNX",
    "net.param, NCNN, ONNX",
    "net.pdmodel, Paddle, paddle2onnx",
    "net.xml, OpenVINO, ONNX",
    "net.engine, TensorRT, ONNX",
    "net.pt2, exported PyTorch program, state_dict",
    "model.json, without its weights, model.save"
  })
  void filesByTheirNames(String name, String format, String advice) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "xxxxxxxxxxxxxxxx");
    refusal(file, Failure.UNSUPPORTED, format, advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000ORTM0000 | ONNX Runtime's own",
        "GGUF0000 | GGUF",
        "7767517 | NCNN",
        "~ ~\u0005input\u0012\u000bPlaceholder | TensorFlow graph"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void filesByTheirContent(String content, String format) throws IOException {
    Path file =
        Files.write(folder.resolve("model"), content.replace('~', '\n').getBytes(ISO_8859_1));
    refusal(file, Failure.UNSUPPORTED, format.strip());
  }

  @Test
  void anythingElseIsNotAModel() throws IOException {
    Path file = Files.writeString(folder.resolve("model"), "anything else");
    refusal(file, Failure.INPUT, "not a model file of a known format");
  }
}

package dev.octet.cli.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import dev.octet.runtime.format.bytes.OctetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a user can do wrong: the exit code, one line, and nothing half-written. */
class QuantizeFailureTest {
  @TempDir private Path folder;
  private Path outputs;

  @BeforeEach
  void makeOutputs() throws IOException {
    outputs = Files.createDirectory(folder.resolve("outputs"));
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> left = Files.list(outputs)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private Octet quantize(Path model, Path calibration) {
    return quantize(model, calibration, outputs.resolve("model.octet"));
  }

  private static Octet quantize(Path model, Path calibration, Path output) {
    return Octet.quantize(model, calibration, output, "--samples", "4");
  }

  @Test
  void anUnsupportedOperatorNamesTheNode() throws IOException {
    quantize(Samples.onnx(folder, "LpPool"), Samples.PHOTOS).failed(4, "LpPool", "the_node");
  }

  @Test
  void aTruncatedStateDict() throws IOException {
    Path file = Samples.truncated(Samples.V1, folder, 100_000);
    quantize(file, Samples.PHOTOS).failed(3, "", file.toString());
  }

  @Test
  void aTruncatedOnnxFile() throws IOException {
    Path file = Samples.truncated(Samples.onnx(folder, "Relu"), folder, 40);
    quantize(file, Samples.PHOTOS).failed(3, "", file.toString());
  }

  @Test
  void aStateDictOfAnotherNetworkNamesTheParameter() throws IOException {
    quantize(Samples.resnet(folder), Samples.PHOTOS).failed(4, "conv1.weight", "resnet");
  }

  @Test
  void aPickledModuleSaysWhatToSave() throws IOException {
    quantize(Samples.pickledModule(folder), Samples.PHOTOS).failed(4, "state_dict()", "module.pth");
  }

  @Test
  void aMissingModel() {
    quantize(folder.resolve("none.onnx"), Samples.PHOTOS).failed(3, "no such file", "none.onnx");
  }

  @Test
  void anEmptyModel() throws IOException {
    quantize(Files.createFile(folder.resolve("zero.onnx")), Samples.PHOTOS)
        .failed(3, "empty", "zero.onnx");
  }

  @Test
  void anEmptyFolder() throws IOException {
    quantize(Samples.V1, Files.createDirectory(folder.resolve("none"))).failed(3, "empty", "none");
  }

  @Test
  void aFolderOfTextFiles() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Files.writeString(texts.resolve("a.txt"), "not a photo");
    quantize(Samples.V1, texts).failed(3, "no pictures", "texts");
  }

  @Test
  void textsThatClaimToBePhotos() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    for (int i = 0; i < 4; i++) {
      Files.writeString(texts.resolve(i + ".jpg"), "not a photo");
    }
    quantize(Samples.V1, texts).failed(3, "none of 4 inputs", "jpg");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDisk() {
    quantize(Samples.V1, Samples.PHOTOS, Path.of("/dev/full")).failed(7, "No space", "/dev/full");
  }

  @Test
  void aFolderThatDoesNotExist() {
    quantize(Samples.V1, Samples.PHOTOS, folder.resolve("no/model.octet"))
        .failed(7, "does not exist", "model.octet");
  }

  @Test
  void aFolderInPlaceOfTheOutput() {
    quantize(Samples.V1, Samples.PHOTOS, folder).failed(7, "is a folder", folder.toString());
  }

  @Test
  void anInt8ModelInPlaceOfTheFloatModel() throws IOException {
    Path file = folder.resolve("model.octet");
    Files.write(file, OctetFormat.magic());
    quantize(file, Samples.PHOTOS).failed(2, "int8 model", "model.octet");
  }
}

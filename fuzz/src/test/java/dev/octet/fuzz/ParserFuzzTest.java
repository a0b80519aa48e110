package dev.octet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * One Jazzer target a parser: nothing but the one typed exception may come out. A usual build runs
 * the seeds, which are in the test resources; {@code fuzz/run TARGET SECONDS} fuzzes.
 */
class ParserFuzzTest {
  @TempDir private static Path folder;

  private static void run(FuzzTarget target, byte[] data) throws IOException {
    Path file = folder.resolve("input");
    Files.write(file, data);
    target.accepts(file);
  }

  @FuzzTest
  void onnx(byte[] data) throws IOException {
    run(FuzzTarget.ONNX, data);
  }

  @FuzzTest
  void torch_zip(byte[] data) throws IOException {
    run(FuzzTarget.TORCH_ZIP, data);
  }

  @FuzzTest
  void torch_legacy(byte[] data) throws IOException {
    run(FuzzTarget.TORCH_LEGACY, data);
  }

  @FuzzTest
  void safetensors(byte[] data) throws IOException {
    run(FuzzTarget.SAFETENSORS, data);
  }

  @FuzzTest
  void keras_h5(byte[] data) throws IOException {
    run(FuzzTarget.KERAS_H5, data);
  }

  @FuzzTest
  void keras_archive(byte[] data) throws IOException {
    run(FuzzTarget.KERAS_ARCHIVE, data);
  }

  @FuzzTest
  void npy(byte[] data) throws IOException {
    run(FuzzTarget.NPY, data);
  }

  @FuzzTest
  void npz(byte[] data) throws IOException {
    run(FuzzTarget.NPZ, data);
  }

  @FuzzTest
  void jpeg(byte[] data) throws IOException {
    run(FuzzTarget.JPEG, data);
  }

  @FuzzTest
  void png(byte[] data) throws IOException {
    run(FuzzTarget.PNG, data);
  }

  @FuzzTest
  void bmp(byte[] data) throws IOException {
    run(FuzzTarget.BMP, data);
  }

  @FuzzTest
  void pnm(byte[] data) throws IOException {
    run(FuzzTarget.PNM, data);
  }

  @FuzzTest
  void octet(byte[] data) throws IOException {
    run(FuzzTarget.OCTET, Checksums.repaired(data.clone()));
  }

  @FuzzTest
  void labels(byte[] data) throws IOException {
    run(FuzzTarget.LABELS, data);
  }

  @FuzzTest
  void known_hosts(byte[] data) throws IOException {
    run(FuzzTarget.KNOWN_HOSTS, data);
  }

  @FuzzTest
  void board_picture(byte[] data) throws IOException {
    run(FuzzTarget.BOARD_PICTURE, data);
  }

  @FuzzTest
  void list(byte[] data) throws IOException {
    run(FuzzTarget.LIST, data);
  }

  @FuzzTest
  void tflite(byte[] data) throws IOException {
    run(FuzzTarget.TFLITE, data);
  }
}

package dev.octet.calibration.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzRowsTest {
  @TempDir private Path folder;

  private static NpzRows open(Path file) {
    return NpzRows.open(file, List.of("int8", "logits"), List.of("float", "labels"));
  }

  private Path written(String name, float[][] rows) throws IOException {
    Path file = folder.resolve("rows.npz");
    try (OutputStream out = Files.newOutputStream(file)) {
      NpzWriter writer = new NpzWriter(out);
      writer.add("float", 1, List.of(1), row -> new byte[Float.BYTES]);
      writer.add(name, rows.length, List.of(rows[0].length), row -> bytes(rows[row]));
      writer.finish();
    }
    return file;
  }

  private static byte[] bytes(float[] row) {
    ByteBuffer buffer =
        ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(row);
    return buffer.array();
  }

  /** An archive with one array of this header and no data. */
  private Path header(String shape) throws IOException {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    Path file = folder.resolve("header.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("int8.npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length(), 0});
      zip.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  @Test
  void readsWhatTheWriterWrites() throws IOException {
    float[][] rows = {{1, 2, 2.5f}, {4, -5, 6.5f}};
    for (String name : List.of("int8", "logits", "other")) {
      try (NpzRows read = open(written(name, rows))) {
        assertEquals(2, read.rows());
        assertEquals(3, read.columns());
        assertArrayEquals(rows[0], read.next());
        assertInput(read::end);
        assertArrayEquals(rows[1], read.next());
        read.end();
        assertInput(read::next);
      }
    }
  }

  @Test
  void theSameMatricesGiveTheSameBytes() throws IOException {
    float[][] rows = {{1, 2}};
    assertArrayEquals(
        Files.readAllBytes(written("int8", rows)), Files.readAllBytes(written("int8", rows)));
  }

  @Test
  void aFileWithoutLogitsIsRefused() throws IOException {
    OctetException e =
        assertThrows(
            OctetException.class, () -> open(written("labels", new float[][] {{1}})).close());
    assertTrue(e.what().contains("which of its arrays"), e.what());
  }

  @Test
  void extentsThatCannotBeAreRefused() throws IOException {
    for (String shape :
        List.of("4294967297, 1", "1, 9999999999", "1, 2147483647", "3", "1, 2, 3", "")) {
      Path file = header(shape);
      assertInput(() -> open(file).close());
    }
  }

  @Test
  void truncationsAndMissingFilesAreInputErrors() throws IOException {
    assertInput(() -> open(folder.resolve("missing.npz")).close());
    byte[] good = Files.readAllBytes(written("int8", new float[50][50]));
    for (int cut = 0; cut < good.length; cut += 497) {
      Path shorter = Files.write(folder.resolve("short.npz"), Arrays.copyOf(good, cut));
      assertInput(() -> open(shorter).close());
    }
    Path empty = header("2, 2");
    try (NpzRows read = open(empty)) {
      assertInput(read::next);
    }
  }

  private static void assertInput(Runnable call) {
    assertEquals(Failure.INPUT, assertThrows(OctetException.class, call::run).failure());
  }
}

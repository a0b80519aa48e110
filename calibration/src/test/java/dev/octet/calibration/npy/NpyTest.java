package dev.octet.calibration.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path folder;

  /** A file with the given header text, version 1, and data. */
  private Path file(String header, ByteBuffer data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all =
        ByteBuffer.allocate(10 + text.length + data.capacity())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) text.length)
            .put(text)
            .put(data.rewind());
    return Files.write(folder.resolve("a.npy"), all.array());
  }

  private static String header(String type, String shape) {
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
  }

  @Test
  void readsEveryFloatTypeInBothByteOrders() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      String sign = order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
      ByteBuffer single = ByteBuffer.allocate(24).order(order);
      ByteBuffer wide = ByteBuffer.allocate(48).order(order);
      for (int i = 0; i < 6; i++) {
        single.putFloat(1.5f * i);
        wide.putDouble(1.5 * i);
      }
      for (Path path : List.of(file(header(sign + "f4", "2, 3"), single))) {
        NpyFile file = NpyFile.open(path);
        assertEquals(2, file.rows());
        assertEquals(3, file.rowElements());
        assertArrayEquals(new float[] {4.5f, 6, 7.5f}, file.row(1));
      }
      NpyFile doubles = NpyFile.open(file(header(sign + "f8", "2, 3"), wide));
      assertArrayEquals(new float[] {0, 1.5f, 3}, doubles.row(0));
    }
  }

  @Test
  void readsHalfPrecision() throws IOException {
    int[] bits = {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x0400, 0x3555, 0x8000, 0x7C00};
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int half : bits) {
      data.putShort((short) half);
    }
    float[] row = NpyFile.open(file(header("<f2", "1, 8"), data)).row(0);
    assertArrayEquals(
        new float[] {1, -2, 65504, 0x1p-24f, 0x1p-14f, 0x1.554p-2f, -0f, Float.POSITIVE_INFINITY},
        row);
  }

  @Test
  void readsLabels() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("l.npy"))) {
      NpyWriter.writeLongs(out, new long[] {3, -1, 999});
    }
    NpyFile file = NpyFile.open(folder.resolve("l.npy"));
    assertEquals(List.of(3L), file.shape());
    assertArrayEquals(new int[] {3, -1, 999}, file.ints());
    try (OutputStream out = Files.newOutputStream(folder.resolve("l.npy"))) {
      NpyWriter.writeLongs(out, new long[] {1L << 40});
    }
    assertInput(() -> NpyFile.open(folder.resolve("l.npy")).ints());
  }

  @Test
  void writesWhatNumPyWrites() throws IOException {
    // numpy.save of numpy.array([[1, -2]], "<f4"), NumPy 2.3.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyWriter.writeFloats(out, new float[][] {{1, -2}}, 1, 2);
    String text = out.toString(StandardCharsets.ISO_8859_1);
    assertEquals(128 + 8, text.length());
    assertTrue(
        text.startsWith(
            "\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }   "),
        text);
    assertEquals("\n\0\0\u0080?\0\0\0\u00c0", text.substring(127));
  }

  @Test
  void refusesHostileHeaders() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(24);
    for (String header :
        List.of(
            header("<f4", "2, 4"),
            header("<f4", "2, 2"),
            header("<f4", "0, 3"),
            header("<f4", ""),
            header("<f4", "9223372036854775807, 9223372036854775807"),
            header("<f4", "99999999999999999999"),
            header("<f4", "-2, -3"),
            header("<c8", "3"),
            header("|O", "3"),
            header("<f4", "2, 3").replace("False", "True"),
            "{}",
            "")) {
      Path file = file(header, data);
      assertInput(() -> NpyFile.open(file));
    }
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1};
    Path huge = Files.write(folder.resolve("b.npy"), start);
    assertInput(() -> NpyFile.open(huge));
    start[6] = 9;
    Path version = Files.write(folder.resolve("b.npy"), start);
    assertInput(() -> NpyFile.open(version));
    assertInput(() -> NpyFile.open(folder.resolve("missing.npy")));
  }

  @Test
  void damagedFilesAreInputErrorsAndNothingElse() throws IOException {
    byte[] good = Files.readAllBytes(file(header("<f4", "2, 3"), ByteBuffer.allocate(24)));
    Random random = new Random(5);
    for (int trial = 0; trial < 500; trial++) {
      byte[] bad = Arrays.copyOf(good, trial % 3 == 0 ? random.nextInt(good.length) : good.length);
      if (bad.length > 0) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("bad.npy"), bad);
      try {
        NpyFile.open(file).row(0);
      } catch (OctetException e) {
        assertEquals(Failure.INPUT, e.failure());
      }
    }
  }

  private static void assertInput(Runnable call) {
    assertEquals(Failure.INPUT, assertThrows(OctetException.class, call::run).failure());
  }
}

package dev.octet.calibration.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class NpzWriterTest {
  @Test
  void anArrayHasItsHeaderAndItsRows() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpzWriter writer = new NpzWriter(out);
    float[][] rows = {{1, -2, 0.5f}, {4, 5, 6}};
    writer.add("float", 2, List.of(3), row -> bytes(rows[row]));
    writer.add("int8", 0, List.of(3), row -> new byte[0]);
    writer.finish();

    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()));
    assertEquals("float.npy", zip.getNextEntry().getName());
    byte[] array = zip.readAllBytes();
    ByteBuffer buffer = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("\u0093NUMPY\u0001\u0000", new String(array, 0, 8, ISO_8859_1));
    int header = buffer.getShort(8);
    assertEquals(0, (10 + header) % 64);
    assertEquals(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
        new String(array, 10, header, ISO_8859_1).strip());
    assertEquals(10 + header + 24, array.length);
    assertEquals(-2, buffer.getFloat(10 + header + 4));
    assertEquals(6, buffer.getFloat(10 + header + 20));
    assertEquals("int8.npy", zip.getNextEntry().getName());
  }

  private static byte[] bytes(float[] row) {
    ByteBuffer buffer =
        ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(row);
    return buffer.array();
  }
}

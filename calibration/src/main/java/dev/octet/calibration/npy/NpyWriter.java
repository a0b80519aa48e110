package dev.octet.calibration.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes arrays as NumPy does: version 1, little-endian, C order, data aligned to 64 bytes. */
public final class NpyWriter {
  private static final int ALIGNMENT = 64;
  private static final int FIXED_BYTES = 10;

  private NpyWriter() {}

  /**
   * Writes a float32 array.
   *
   * @param out where to; not closed
   * @param rows one array for each index of the first axis, all of the same length
   * @param shape extents, outermost first; the first is the number of rows
   */
  public static void writeFloats(OutputStream out, float[][] rows, int... shape)
      throws IOException {
    out.write(header("<f4", shape));
    for (float[] row : rows) {
      ByteBuffer data =
          ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(row);
      out.write(data.array());
    }
  }

  /** Writes an int64 array of one axis; {@code out} is not closed. */
  public static void writeLongs(OutputStream out, long[] values) throws IOException {
    out.write(header("<i8", values.length));
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    out.write(data.array());
  }

  private static byte[] header(String type, int... shape) {
    String extents =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + extents + "), }";
    int length = FIXED_BYTES + text.length() + 1;
    text += " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT) + "\n";
    return ByteBuffer.allocate(FIXED_BYTES + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}

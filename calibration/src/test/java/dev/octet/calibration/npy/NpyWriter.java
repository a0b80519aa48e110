package dev.octet.calibration.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes {@code .npy} files, little-endian. */
public final class NpyWriter {
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
    out.write(NpyHeader.encode("<f4", shape));
    for (float[] row : rows) {
      ByteBuffer data =
          ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(row);
      out.write(data.array());
    }
  }

  /** Writes an int64 array of one axis; {@code out} is not closed. */
  public static void writeLongs(OutputStream out, long[] values) throws IOException {
    out.write(NpyHeader.encode("<i8", values.length));
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    out.write(data.array());
  }
}

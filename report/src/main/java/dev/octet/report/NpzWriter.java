package dev.octet.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy's {@code .npz}: a zip of {@code .npy} arrays (format version 1.0). */
public final class NpzWriter {
  private static final int ALIGNMENT = 64;
  private final ZipOutputStream zip;

  /** Writes to a stream, which stays open. */
  public NpzWriter(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /**
   * Adds a float32 matrix.
   *
   * @param name the array's name
   * @param rows all of the same length
   * @param columns the length of a row
   */
  public void add(String name, List<float[]> rows, int columns) throws IOException {
    byte[] header = header("<f4", rows.size(), columns);
    ByteBuffer buffer = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32 crc = new CRC32();
    crc.update(header);
    for (float[] row : rows) {
      crc.update(bytes(buffer, row));
    }
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTime(0);
    entry.setCrc(crc.getValue());
    entry.setSize(header.length + (long) rows.size() * columns * Float.BYTES);
    zip.putNextEntry(entry);
    zip.write(header);
    for (float[] row : rows) {
      zip.write(bytes(buffer, row));
    }
    zip.closeEntry();
  }

  private static byte[] bytes(ByteBuffer buffer, float[] row) {
    buffer.clear();
    buffer.asFloatBuffer().put(row);
    return buffer.array();
  }

  private static byte[] header(String type, int rows, int columns) {
    String text =
        "{'descr': '"
            + type
            + "', 'fortran_order': False, 'shape': ("
            + rows
            + ", "
            + columns
            + "), }";
    int prefix = 10;
    int padded = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    text += " ".repeat(padded - prefix - text.length() - 1) + "\n";
    ByteBuffer buffer = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(US_ASCII)).put((byte) 1).put((byte) 0);
    buffer.putShort((short) (padded - prefix)).put(text.getBytes(US_ASCII));
    return buffer.array();
  }

  /** Ends the file; the stream stays open. */
  public void finish() throws IOException {
    zip.finish();
  }
}

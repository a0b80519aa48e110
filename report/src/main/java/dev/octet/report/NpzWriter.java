package dev.octet.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy's {@code .npz}: a zip of {@code .npy} arrays (format version 1.0). */
public final class NpzWriter {
  private static final int ALIGNMENT = 64;

  /** The earliest time that a zip archive knows. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;

  /** Writes to a stream, which stays open. */
  public NpzWriter(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /** Finds a matrix's row, as little-endian bytes. */
  @FunctionalInterface
  public interface Rows {
    /** The row; asked for from the first to the last, twice. */
    byte[] row(int index) throws IOException;
  }

  /**
   * Adds a float32 matrix.
   *
   * @param name the array's name
   * @param count number of rows
   * @param columns the length of a row
   */
  public void add(String name, int count, int columns, Rows rows) throws IOException {
    byte[] header = header("<f4", count, columns);
    // An entry that is not compressed needs its checksum before its data.
    CRC32 crc = new CRC32();
    crc.update(header);
    for (int i = 0; i < count; i++) {
      crc.update(rows.row(i));
    }
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(TIME);
    entry.setCrc(crc.getValue());
    entry.setSize(header.length + (long) count * columns * Float.BYTES);
    zip.putNextEntry(entry);
    zip.write(header);
    for (int i = 0; i < count; i++) {
      zip.write(rows.row(i));
    }
    zip.closeEntry();
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

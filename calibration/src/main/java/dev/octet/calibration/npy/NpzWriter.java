package dev.octet.calibration.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes NumPy's {@code .npz}: a zip of {@code .npy} arrays, not compressed, whose bytes follow
 * from the arrays alone.
 */
public final class NpzWriter {
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
   * Adds a float32 array.
   *
   * @param name the array's name
   * @param count number of rows
   * @param shape the shape of a row
   */
  public void add(String name, int count, List<Integer> shape, Rows rows) throws IOException {
    int[] extents =
        IntStream.concat(IntStream.of(count), shape.stream().mapToInt(Integer::intValue)).toArray();
    byte[] header = NpyHeader.encode("<f4", extents);
    long elements = Arrays.stream(extents).asLongStream().reduce(1, Math::multiplyExact);
    // An entry that is not compressed needs its checksum before its data.
    CRC32 crc = new CRC32();
    crc.update(header);
    for (int i = 0; i < count; i++) {
      crc.update(rows.row(i));
    }
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(TIME);
    entry.setCrc(crc.getValue());
    entry.setSize(header.length + elements * Float.BYTES);
    zip.putNextEntry(entry);
    zip.write(header);
    for (int i = 0; i < count; i++) {
      zip.write(rows.row(i));
    }
    zip.closeEntry();
  }

  /** Ends the file; the stream stays open. */
  public void finish() throws IOException {
    zip.finish();
  }
}

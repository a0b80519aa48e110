package dev.octet.calibration.npy;

import dev.octet.model.AtomicFile;
import dev.octet.model.Limits;
import dev.octet.model.file.ZipEntries;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A {@code .npz} file of matrices, which NumPy reads with {@code numpy.load}: a zip archive, not
 * compressed, whose bytes follow from the arrays alone.
 */
public final class NpzFile {
  /** The earliest time that a zip archive knows. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzFile() {}

  /**
   * Writes float32 matrices; the file appears when it is complete.
   *
   * @param file the file, replaced if it exists
   * @param matrices by name, [row][column], rows of equal length
   * @throws OctetException OUTPUT if it cannot be written
   */
  public static void write(Path file, Map<String, float[][]> matrices) {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setMethod(ZipOutputStream.STORED);
          for (Map.Entry<String, float[][]> matrix : matrices.entrySet()) {
            add(zip, matrix.getKey() + ".npy", matrix.getValue());
          }
          zip.finish();
        });
  }

  private static void add(ZipOutputStream zip, String name, float[][] rows) throws IOException {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    for (float[] row : rows) {
      if (row.length != columns) {
        throw new IllegalArgumentException("rows of different lengths in " + name);
      }
    }
    // An entry that is not compressed needs its checksum before its data.
    CRC32 crc = new CRC32();
    Counter counter = new Counter(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
    NpyWriter.writeFloats(counter, rows, rows.length, columns);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setSize(counter.bytes);
    entry.setCompressedSize(counter.bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    NpyWriter.writeFloats(zip, rows, rows.length, columns);
    zip.closeEntry();
  }

  /**
   * Reads matrices of numbers as floats.
   *
   * @return by name, [row][column], in the archive's order
   * @throws OctetException INPUT if the file is missing, damaged or too large, or an array is of a
   *     type that is not read or has other than one or two axes
   */
  public static Map<String, float[][]> read(Path file) {
    Map<String, float[][]> matrices = new LinkedHashMap<>();
    long elements = 0;
    // Of all entries together, so that many small ones are no way around it.
    long inflated = Limits.inflated(file.toFile().length());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String where = file + ", " + entry.getName();
        byte[] bytes = ZipEntries.read(zip, entry, inflated);
        inflated -= bytes.length;
        try (InputStream in = new ByteArrayInputStream(bytes)) {
          NpyHeader header = NpyHeader.read(in, where);
          elements = Math.addExact(elements, header.elements());
          if (header.shape().isEmpty()
              || header.shape().size() > 2
              || header.fortran()
              || elements > Limits.NPZ_ELEMENTS
              || header.shape().get(0) > 0 && header.elements() == 0) {
            throw input("no matrix in C order, or too large", where, null);
          }
          String name = entry.getName().replaceFirst("\\.npy$", "");
          matrices.put(name, matrix(in, header, where));
        }
      }
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      throw input("cannot be read: " + e, file.toString(), e);
    }
    return matrices;
  }

  private static float[][] matrix(InputStream in, NpyHeader header, String where)
      throws IOException {
    ElementReader element =
        ElementReader.of(header.type())
            .orElseThrow(
                () -> input("elements of type " + header.type() + " are not read", where, null));
    int rows = header.shape().get(0).intValue();
    int columns = header.shape().size() == 1 ? 1 : header.shape().get(1).intValue();
    // Grows with the data that is there, not with what the header announces.
    float[][] out = new float[Math.min(rows, 64)][];
    for (int y = 0; y < rows; y++) {
      byte[] bytes = in.readNBytes(columns * element.bytes);
      if (bytes.length < columns * element.bytes) {
        throw new EOFException("the array is truncated");
      }
      ByteBuffer data = ByteBuffer.wrap(bytes).order(ElementReader.order(header.type()));
      if (y == out.length) {
        out = Arrays.copyOf(out, Math.min(rows, 2 * out.length));
      }
      out[y] = new float[columns];
      for (int x = 0; x < columns; x++) {
        out[y][x] = (float) element.get(data, x);
      }
    }
    return out;
  }

  private static OctetException input(String what, String where, Exception cause) {
    return new OctetException(
        Failure.INPUT, what, where, "give a file that numpy.savez or --dump-logits wrote", cause);
  }

  /** Counts bytes. */
  private static final class Counter extends FilterOutputStream {
    private long bytes;

    Counter(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      out.write(data, offset, length);
      bytes += length;
    }
  }
}

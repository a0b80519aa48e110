package dev.octet.calibration.npy;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The rows of one matrix in a {@code .npz} file, one after the other; the file stays on disk. */
public final class NpzRows implements AutoCloseable {
  private final Path file;
  private final ZipFile zip;
  private final InputStream in;
  private final NpyHeader header;
  private final NpyElementReader element;
  private int next;

  private NpzRows(Path file, ZipFile zip, String name) throws IOException {
    this.file = file;
    this.zip = zip;
    this.in = new BufferedInputStream(zip.getInputStream(zip.getEntry(name)), 1 << 16);
    this.header = NpyHeader.read(in, file + ", " + name);
    if (header.shape().size() != 2 || header.fortran()) {
      throw input("'" + name + "' is no matrix in C order: " + header.shape(), null);
    }
    if (header.shape().get(0) > Integer.MAX_VALUE
        || header.shape().get(1) > ModelLimits.NPY_ROW_BYTES / Double.BYTES) {
      throw input("'" + name + "' is too large: " + header.shape(), null);
    }
    this.element =
        NpyElementReader.of(header.type())
            .orElseThrow(() -> input("elements of type " + header.type() + " are not read", null));
  }

  /**
   * Opens a matrix.
   *
   * @param names the array with the first of these names that is there is taken, or else the only
   *     one whose name is not in {@code others}
   * @param others names that are something else
   * @throws OctetException INPUT if the file cannot be read, or has no such matrix
   */
  public static NpzRows open(Path file, List<String> names, Collection<String> others) {
    ZipFile zip = null;
    try {
      zip = new ZipFile(file.toFile());
      List<String> found =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".npy"))
              .map(name -> name.substring(0, name.length() - ".npy".length()))
              .toList();
      List<String> rest = found.stream().filter(name -> !others.contains(name)).toList();
      String name =
          names.stream()
              .filter(found::contains)
              .findFirst()
              .orElseGet(() -> rest.size() == 1 ? rest.get(0) : null);
      if (name == null) {
        throw new OctetException(
            Failure.INPUT,
            "which of its arrays are the logits? It has " + found,
            file.toString(),
            "name the array " + names.get(0));
      }
      return new NpzRows(file, zip, name + ".npy");
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      close(zip);
      throw new OctetException(
          Failure.INPUT,
          "cannot be read: " + e,
          file.toString(),
          "give a file that numpy.savez or --dump-logits wrote",
          e);
    } catch (OctetException e) {
      close(zip);
      throw e;
    }
  }

  private static void close(ZipFile zip) {
    if (zip != null) {
      try {
        zip.close();
      } catch (IOException e) {
        // Nothing was written.
      }
    }
  }

  /** Number of rows. */
  public int rows() {
    return Math.toIntExact(header.shape().get(0));
  }

  /** Number of columns. */
  public int columns() {
    return Math.toIntExact(header.shape().get(1));
  }

  /**
   * The next row.
   *
   * @throws OctetException INPUT if the file ends before
   */
  public float[] next() {
    try {
      int count = columns() * element.bytes;
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw input("the array ends after " + next + " of " + rows() + " rows", null);
      }
      next++;
      ByteBuffer data = ByteBuffer.wrap(bytes).order(NpyElementReader.order(header.type()));
      float[] row = new float[columns()];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) element.get(data, i);
      }
      return row;
    } catch (IOException e) {
      throw input("cannot be read: " + e, e);
    }
  }

  /**
   * Says that no more rows are wanted.
   *
   * @throws OctetException INPUT if there are more
   */
  public void end() {
    if (next != rows()) {
      throw input(rows() + " rows of logits for " + next + " inputs", null);
    }
  }

  private OctetException input(String what, IOException cause) {
    return new OctetException(
        Failure.INPUT,
        what,
        file.toString(),
        "give a matrix of floats, one row of logits for each input",
        cause);
  }

  @Override
  public void close() {
    close(zip);
  }
}

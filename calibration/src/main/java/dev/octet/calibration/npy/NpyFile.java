package dev.octet.calibration.npy;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A {@code .npy} file of numbers, read row by row along its first axis; never held as a whole. Safe
 * for use by several threads.
 */
public final class NpyFile {
  private final Path file;
  private final NpyHeader header;
  private final NpyElementReader element;
  private final int rows;
  private final int rowElements;

  private NpyFile(
      Path file, NpyHeader header, NpyElementReader element, int rows, int rowElements) {
    this.file = file;
    this.header = header;
    this.element = element;
    this.rows = rows;
    this.rowElements = rowElements;
  }

  /**
   * Opens a file and compares its length with its header.
   *
   * @throws OctetException INPUT if it is missing, damaged, truncated, in Fortran order, or of
   *     another type than float16, float32, float64, int32 or int64
   */
  public static NpyFile open(Path file) {
    NpyHeader header;
    long length;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      header = NpyHeader.read(in, file.toString());
      length = Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    NpyElementReader element =
        NpyElementReader.of(header.type())
            .orElseThrow(
                () ->
                    input(
                        "elements of type " + header.type() + " are not read",
                        file,
                        "save it as float32 (labels as int64)"));
    if (header.fortran() && header.shape().size() > 1) {
      throw input(
          "the array is in Fortran order", file, "save numpy.ascontiguousarray of the array");
    }
    if (header.shape().isEmpty() || header.shape().contains(0L)) {
      throw input("the array is empty", file, "save an array with at least one row");
    }
    long rows = header.shape().get(0);
    try {
      long bytes = Math.multiplyExact(header.elements(), element.bytes);
      if (bytes != length - header.bytes()) {
        throw input(
            "the header announces "
                + bytes
                + " bytes of data, the file has "
                + (length - header.bytes()),
            file,
            "the file is damaged or truncated: copy or save it again");
      }
      if (rows > Integer.MAX_VALUE || bytes / rows > ModelLimits.NPY_ROW_BYTES) {
        throw input("the array is too large", file, "split it");
      }
    } catch (ArithmeticException e) {
      throw input("the array's shape " + header.shape() + " is too large", file, "save it again");
    }
    return new NpyFile(file, header, element, (int) rows, (int) (header.elements() / rows));
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Extents, outermost first, all positive. */
  public List<Long> shape() {
    return header.shape();
  }

  /** Extent of the first axis. */
  public int rows() {
    return rows;
  }

  /** Elements of a row. */
  public int rowElements() {
    return rowElements;
  }

  /** Whether the elements are floats rather than integers. */
  public boolean isFloat() {
    return element.isFloat;
  }

  /**
   * Reads one row as floats, in the file's order.
   *
   * @throws OctetException INPUT if the file cannot be read any more
   */
  public float[] row(int index) {
    ByteBuffer data = bytes((long) index * rowElements, rowElements);
    float[] out = new float[rowElements];
    if (element == NpyElementReader.FLOAT32) {
      data.asFloatBuffer().get(out);
    } else {
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) element.get(data, i);
      }
    }
    return out;
  }

  /**
   * Reads all elements as ints.
   *
   * @throws OctetException INPUT if an element is not a whole number of 32 bits, or there are too
   *     many
   */
  public int[] ints() {
    if ((long) rows * rowElements * element.bytes > ModelLimits.NPY_ROW_BYTES) {
      throw input("the array is too large", file, "split it");
    }
    int[] out = new int[rows * rowElements];
    ByteBuffer data = bytes(0, out.length);
    for (int i = 0; i < out.length; i++) {
      double value = element.get(data, i);
      out[i] = (int) value;
      if (out[i] != value) {
        throw input("element " + i + " is " + value, file, "save whole numbers, as int64");
      }
    }
    return out;
  }

  private ByteBuffer bytes(long firstElement, int count) {
    ByteBuffer data = ByteBuffer.allocate(count * element.bytes);
    data.order(NpyElementReader.order(header.type()));
    long position = header.bytes() + firstElement * element.bytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (data.hasRemaining()) {
        int got = channel.read(data, position + data.position());
        if (got < 0) {
          throw input("the file became shorter while it was read", file, "run the command again");
        }
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return data.flip();
  }

  private static OctetException unreadable(Path file, IOException e) {
    String reason =
        e instanceof java.nio.file.NoSuchFileException ? "no such file" : "cannot be read: " + e;
    return new OctetException(
        Failure.INPUT, reason, file.toString(), "check the path and the permissions", e);
  }

  private static OctetException input(String what, Path file, String remedy) {
    return new OctetException(Failure.INPUT, what, file.toString(), remedy);
  }
}

package dev.octet.calibration.npy;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Header of a {@code .npy} file, versions 1 to 3.
 *
 * @param type element type with byte order as NumPy writes it, such as {@code <f4}
 * @param fortran whether the first axis varies fastest
 * @param shape extents, outermost first; empty for a scalar
 * @param bytes length of the header, magic included: where the data begins
 */
public record NpyHeader(String type, boolean fortran, List<Long> shape, int bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Data begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=][a-zA-Z]\\d{1,3})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

  /** Copies the list. */
  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * A header as NumPy writes it: version 1, C order, data aligned to 64 bytes.
   *
   * @param type element type with byte order, such as {@code <f4}
   * @param shape extents, outermost first
   */
  public static byte[] encode(String type, int... shape) {
    String extents =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + extents + "), }";
    int fixed = MAGIC.length + 4;
    int length = fixed + text.length() + 1;
    text += " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT) + "\n";
    return ByteBuffer.allocate(fixed + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put(new byte[] {1, 0})
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /** Whether a file begins as a {@code .npy} file does. */
  public static boolean matches(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads a header.
   *
   * @param in a stream at the start of the file, left at the start of the data
   * @param where the file, for messages
   * @throws OctetException INPUT if this is not a header of a known version
   */
  public static NpyHeader read(InputStream in, String where) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !matches(start)) {
      throw broken("not a .npy file", where);
    }
    int version = start[6];
    if (version < 1 || version > 3) {
      throw broken(".npy version " + version + " is not known", where);
    }
    byte[] size = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | (size[i] & 255);
    }
    if (length > ModelLimits.NPY_HEADER) {
      throw broken("a header of " + length + " bytes", where);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw new EOFException("the file ends inside the header");
    }
    return parse(
        new String(text, StandardCharsets.ISO_8859_1), 8 + size.length + text.length, where);
  }

  private static NpyHeader parse(String text, int bytes, String where) {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !shape.find()) {
      throw broken("its header is damaged or describes records", where);
    }
    List<Long> extents = new ArrayList<>();
    try {
      for (String extent : shape.group(1).split(",", -1)) {
        if (!extent.isBlank()) {
          extents.add(Long.valueOf(extent.strip().replace("L", "")));
        }
      }
    } catch (NumberFormatException e) {
      throw broken("its header has a shape that makes no sense", where);
    }
    return new NpyHeader(type.group(1), order.group(1).equals("True"), extents, bytes);
  }

  /**
   * Number of elements.
   *
   * @throws ArithmeticException if it exceeds a long
   */
  public long elements() {
    long count = 1;
    for (long extent : shape) {
      count = Math.multiplyExact(count, extent);
    }
    return count;
  }

  private static OctetException broken(String what, String where) {
    return new OctetException(Failure.INPUT, what, where, "save the array again with numpy.save");
  }
}

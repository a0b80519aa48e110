package dev.octet.model.torch.pickle;

import dev.octet.model.ModelLimits;
import dev.octet.model.torch.tensor.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a pickle's bytes: counts them, and never takes more memory than the file has bytes left.
 */
public final class PickleInput {
  private final InputStream in;
  private final String file;
  private final long length;
  private long position;
  private long pickleStart;

  /**
   * Reads from a stream.
   *
   * @param file named in errors
   * @param length bytes the stream has
   */
  public PickleInput(InputStream in, String file, long length) {
    this.in = in;
    this.file = file;
    this.length = length;
  }

  /** Starts the count of a new pickle's bytes. */
  void beginPickle() {
    pickleStart = position;
  }

  /** Bytes read so far. */
  public long position() {
    return position;
  }

  /** For messages: the file and the byte reached. */
  public String where() {
    return file + ": byte " + position;
  }

  int u1() {
    return bytes(1)[0] & 0xff;
  }

  int u2() {
    byte[] b = bytes(2);
    return (b[0] & 0xff) | (b[1] & 0xff) << 8;
  }

  int i4() {
    return (int) little(bytes(4));
  }

  long i8() {
    return little(bytes(8));
  }

  double bigEndianDouble() {
    long bits = 0;
    for (byte b : bytes(8)) {
      bits = bits << 8 | (b & 0xff);
    }
    return Double.longBitsToDouble(bits);
  }

  private static long little(byte[] b) {
    long value = 0;
    for (int i = b.length - 1; i >= 0; i--) {
      value = value << 8 | (b[i] & 0xff);
    }
    return value;
  }

  /** Bytes up to a line feed, without it. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      if (line.length() == ModelLimits.PICKLE_LINE) {
        throw Faults.damaged(
            "a name of more than " + ModelLimits.PICKLE_LINE + " characters", where());
      }
      line.append((char) c);
    }
    return line.toString();
  }

  String utf8(long count) {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  String latin1(long count) {
    return new String(bytes(count), StandardCharsets.ISO_8859_1);
  }

  /** The next bytes; the count is checked before anything is allocated. */
  byte[] bytes(long count) {
    if (count < 0 || count > ModelLimits.PICKLE_STRING) {
      throw Faults.damaged("a value of " + count + " bytes", where());
    }
    if (count > length - position) {
      throw Faults.damaged("the file ends inside a pickle", where());
    }
    if (position + count - pickleStart > ModelLimits.PICKLE_BYTES) {
      throw Faults.damaged("a pickle of more than " + ModelLimits.PICKLE_BYTES + " bytes", where());
    }
    try {
      byte[] result = in.readNBytes((int) count);
      if (result.length != count) {
        throw Faults.damaged("the file ends inside a pickle", where());
      }
      position += count;
      return result;
    } catch (IOException e) {
      throw Faults.damaged("cannot be read: " + e.getMessage(), where(), e);
    }
  }
}

package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.preprocess.PixelFormat;

/** Pictures from PPM (P6) or PGM (P5) files of 8 bits, or from raw RGB bytes. */
final class Netpbm implements PictureReader {
  private static final int MAX_SIDE = 65_535;
  private static final int MAX_VALUE = 255;

  @Override
  public Picture read(byte[] file, String where) {
    return new Parser(file, where).parse();
  }

  /** Takes raw RGB bytes. */
  static Picture raw(byte[] bytes, String where, int width, int height) {
    if (bytes.length != 3L * width * height) {
      throw input(
          where,
          bytes.length + " bytes, not the " + 3L * width * height + " of " + width + "x" + height);
    }
    return new Picture(bytes, 0, PixelFormat.RGB, width, height);
  }

  static OctetException input(String where, String what) {
    return new OctetException(
        Failure.INPUT, what, where, "give a binary PPM (P6) or PGM (P5) of 8 bits");
  }

  /** Reads the header: magic, width, height and largest value, apart by white space or comments. */
  private static final class Parser {
    private final byte[] data;
    private final String where;
    private int position = 2;

    Parser(byte[] data, String where) {
      this.data = data;
      this.where = where;
    }

    Picture parse() {
      boolean color = data.length > 2 && data[0] == 'P' && data[1] == '6';
      boolean gray = data.length > 2 && data[0] == 'P' && data[1] == '5';
      if (!color && !gray) {
        throw input(where, "not a binary PPM or PGM file");
      }
      int width = number(MAX_SIDE);
      int height = number(MAX_SIDE);
      if (number(MAX_SIDE) != MAX_VALUE) {
        throw input(where, "the largest value is not 255");
      }
      position++;
      PixelFormat format = color ? PixelFormat.RGB : PixelFormat.GRAY;
      long needed = (long) width * height * format.bytes();
      if (needed == 0 || needed > data.length - position) {
        throw input(where, "cut off: " + width + "x" + height + " pixels are announced");
      }
      return new Picture(data, position, format, width, height);
    }

    private int number(int max) {
      skipBlanks();
      int start = position;
      long value = 0;
      while (at() >= '0' && at() <= '9' && value <= max) {
        value = 10 * value + at() - '0';
        position++;
      }
      if (position == start || value > max) {
        throw input(where + ": byte " + start, "not a number up to " + max);
      }
      return (int) value;
    }

    private void skipBlanks() {
      boolean comment = false;
      while (comment || at() == '#' || at() == ' ' || (at() >= '\t' && at() <= '\r')) {
        comment = at() == '#' || (comment && at() != '\n' && at() != '\r');
        position++;
      }
    }

    private int at() {
      if (position >= data.length) {
        throw input(where, "cut off inside its header");
      }
      return data[position];
    }
  }
}

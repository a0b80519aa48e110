package dev.octet.runtime;

import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.preprocess.PixelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture in memory: from a PPM (P6) or PGM (P5) file of 8 bits, or from raw RGB bytes. */
final class Netpbm {
  private static final int MAX_BYTES = 1 << 28;
  private static final int MAX_SIDE = 65_535;
  private static final int MAX_VALUE = 255;

  final byte[] pixels;
  final int offset;
  final PixelFormat format;
  final int width;
  final int height;

  private Netpbm(byte[] pixels, int offset, PixelFormat format, int width, int height) {
    this.pixels = pixels;
    this.offset = offset;
    this.format = format;
    this.width = width;
    this.height = height;
  }

  /** Reads a PPM or PGM file. */
  static Netpbm read(Path file) {
    return new Parser(bytes(file), file.toString()).parse();
  }

  /** Reads a file of raw RGB bytes. */
  static Netpbm raw(Path file, int width, int height) {
    byte[] bytes = bytes(file);
    if (bytes.length != 3L * width * height) {
      throw input(
          file.toString(),
          bytes.length + " bytes, not the " + 3L * width * height + " of " + width + "x" + height);
    }
    return new Netpbm(bytes, 0, PixelFormat.RGB, width, height);
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw input(file.toString(), "larger than 256 MB");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT,
          Files.exists(file) ? "cannot be read: " + e.getMessage() : "there is no such file",
          file.toString(),
          "give a readable PPM, PGM or raw RGB file",
          e);
    }
  }

  private static OctetException input(String where, String what) {
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

    Netpbm parse() {
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
      return new Netpbm(data, position, format, width, height);
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

package dev.octet.calibration.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the segments before a JPEG's first scan say.
 *
 * @param width columns
 * @param height rows
 * @param components 1, 3 or 4
 * @param color how the components become RGB
 * @param orientation EXIF orientation, 1 to 8
 */
record JpegHeader(int width, int height, int components, Color color, int orientation) {
  /** Colour spaces of the stored components. */
  enum Color {
    GRAY,
    RGB,
    YCC,
    CMYK,
    YCCK
  }

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

  /** Reads the segments of a file up to its first scan. */
  static JpegHeader read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new Scanner(new DataInputStream(in)).scan();
    }
  }

  private static final class Scanner {
    private final DataInputStream in;
    private byte[] frame;
    private boolean jfif;
    private int adobe = -1;
    private int orientation = 1;

    Scanner(DataInputStream in) {
      this.in = in;
    }

    JpegHeader scan() throws IOException {
      if (in.readUnsignedByte() != 0xFF || in.readUnsignedByte() != SOI) {
        throw new IOException("not a JPEG file");
      }
      for (int marker = marker(); marker != SOS; marker = marker()) {
        if (marker == EOI) {
          throw new EOFException("no picture in the file");
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
          continue;
        }
        int length = in.readUnsignedShort() - 2;
        if (length < 0) {
          throw new IOException("a segment of a negative length");
        }
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
          throw new EOFException("the file ends inside a segment");
        }
        segment(marker, data);
      }
      return header();
    }

    private int marker() throws IOException {
      // Bytes between segments are skipped, as libjpeg does.
      int value = in.readUnsignedByte();
      while (true) {
        while (value != 0xFF) {
          value = in.readUnsignedByte();
        }
        while (value == 0xFF) {
          value = in.readUnsignedByte();
        }
        if (value != 0) {
          return value;
        }
      }
    }

    private void segment(int marker, byte[] data) throws IOException {
      if (marker == APP0 && startsWith(data, JFIF)) {
        jfif = true;
      } else if (marker == APP1 && startsWith(data, EXIF)) {
        orientation = ExifOrientation.of(data, EXIF.length);
      } else if (marker == APP14 && startsWith(data, ADOBE) && data.length >= 12) {
        adobe = data[11] & 255;
      } else if (marker >= 0xC0
          && marker <= 0xCF
          && marker != 0xC4
          && marker != 0xC8
          && marker != 0xCC) {
        if (marker > 0xC2) {
          throw new IOException("lossless, hierarchical and arithmetic JPEG are not read");
        }
        if (frame != null) {
          throw new IOException("two frames in one file");
        }
        frame = data;
      }
    }

    private static boolean startsWith(byte[] data, byte[] prefix) {
      return data.length >= prefix.length
          && Arrays.equals(data, 0, prefix.length, prefix, 0, prefix.length);
    }

    private JpegHeader header() throws IOException {
      if (frame == null || frame.length < 6 || frame.length < 6 + 3 * (frame[5] & 255)) {
        throw new IOException("no frame before the first scan");
      }
      if (frame[0] != 8) {
        throw new IOException(frame[0] + " bits per sample are not read");
      }
      int height = (frame[1] & 255) << 8 | (frame[2] & 255);
      int width = (frame[3] & 255) << 8 | (frame[4] & 255);
      int components = frame[5] & 255;
      return new JpegHeader(width, height, components, color(components), orientation);
    }

    /** The rules of the Independent JPEG Group's library, which Pillow follows. */
    private Color color(int components) throws IOException {
      return switch (components) {
        case 1 -> Color.GRAY;
        case 3 -> !jfif && (adobe == 0 || (adobe < 0 && isNamed("RGB"))) ? Color.RGB : Color.YCC;
        case 4 -> adobe <= 0 ? Color.CMYK : Color.YCCK;
        default -> throw new IOException(components + " components are not read");
      };
    }

    private boolean isNamed(String names) {
      for (int i = 0; i < names.length(); i++) {
        if (frame[6 + 3 * i] != names.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }
}

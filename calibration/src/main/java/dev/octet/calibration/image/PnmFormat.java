package dev.octet.calibration.image;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Binary portable pixmaps (P6) and graymaps (P5) of one byte a sample. */
final class PnmFormat implements PictureFormat {
  private static final int MAX_DIGITS = 9;

  @Override
  public boolean matches(byte[] head) {
    return head.length >= 3
        && head[0] == 'P'
        && (head[1] == '5' || head[1] == '6')
        && Character.isWhitespace(head[2]);
  }

  @Override
  public Size size(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(2);
      return new Size(number(in), number(in));
    }
  }

  @Override
  public RgbImage decode(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(1);
      int bands = in.read() == '6' ? 3 : 1;
      int width = number(in);
      int height = number(in);
      int largest = number(in);
      if (largest != 255) {
        throw new IOException("samples up to " + largest + " are not read, only up to 255");
      }
      byte[] data = in.readNBytes(width * height * bands);
      if (data.length < width * height * bands) {
        throw new EOFException("the file is truncated");
      }
      return new RgbImage(width, height, bands == 3 ? data : Rasters.spread(data), 1);
    }
  }

  /** A decimal number and the one white space after it; comments may stand before it. */
  private static int number(InputStream in) throws IOException {
    int c = in.read();
    while (c == '#' || Character.isWhitespace(c)) {
      if (c == '#') {
        while (c != '\n' && c >= 0) {
          c = in.read();
        }
      }
      c = in.read();
    }
    int value = 0;
    int digits = 0;
    for (; c >= '0' && c <= '9' && digits < MAX_DIGITS; digits++) {
      value = value * 10 + c - '0';
      c = in.read();
    }
    if (digits == 0 || !Character.isWhitespace(c)) {
      throw new IOException("the header is damaged");
    }
    return value;
  }
}

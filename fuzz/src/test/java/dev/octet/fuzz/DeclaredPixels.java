package dev.octet.fuzz;

/** The pixels that a picture's header declares, which is what decoding may use memory for. */
final class DeclaredPixels {
  private static final long MOST = 100_000_000;

  private DeclaredPixels() {}

  /** Pixels, 0 where no header can be seen or it declares more than any decoder takes. */
  static long pixels(FuzzTarget target, byte[] file) {
    if (target == FuzzTarget.BOARD_PICTURE) {
      FuzzTarget kind = kind(file);
      return kind == target ? gif(file) : pixels(kind, file);
    }
    long pixels =
        switch (target) {
          case PNG -> product(number(file, 16, 4, true), number(file, 20, 4, true));
          case BMP ->
              product(
                  number(file, 18, 4, false), Math.abs((long) (int) number(file, 22, 4, false)));
          case JPEG -> jpeg(file);
          default -> pnm(file);
        };
    return pixels > MOST ? 0 : pixels;
  }

  /** What a picture of any kind is. */
  private static FuzzTarget kind(byte[] file) {
    return switch (file.length == 0 ? 0 : file[0] & 255) {
      case 0xff -> FuzzTarget.JPEG;
      case 0x89 -> FuzzTarget.PNG;
      case 'B' -> FuzzTarget.BMP;
      case 'G' -> FuzzTarget.BOARD_PICTURE;
      default -> FuzzTarget.PNM;
    };
  }

  /** The largest screen or frame of a GIF. */
  private static long gif(byte[] file) {
    long most = number(file, 6, 2, false) * number(file, 8, 2, false);
    for (int i = 10; i + 9 < file.length; i++) {
      if (file[i] == 0x2c) {
        long frame = number(file, i + 5, 2, false) * number(file, i + 7, 2, false);
        most = Math.max(most, frame > MOST ? 0 : frame);
      }
    }
    return most > MOST ? 0 : most;
  }

  private static long product(long width, long height) {
    return width > 1 << 20 || height > 1 << 20 ? MOST + 1 : width * height;
  }

  /** The largest of all frames. */
  private static long jpeg(byte[] file) {
    long most = 0;
    for (int i = 0; i + 9 < file.length; i++) {
      int marker = file[i + 1] & 255;
      if (file[i] == -1 && marker >= 0xc0 && marker <= 0xcf) {
        most = Math.max(most, number(file, i + 5, 2, true) * number(file, i + 7, 2, true));
      }
    }
    return most;
  }

  private static long pnm(byte[] file) {
    long[] numbers = new long[2];
    int found = 0;
    for (int i = 2; i < file.length && found < 2; i++) {
      if (file[i] == '#') {
        while (i < file.length && file[i] != '\n') {
          i++;
        }
      } else if (file[i] >= '0' && file[i] <= '9') {
        long value = 0;
        for (; i < file.length && file[i] >= '0' && file[i] <= '9'; i++) {
          value = Math.min(value * 10 + file[i] - '0', 1 << 21);
        }
        numbers[found++] = value;
      }
    }
    return product(numbers[0], numbers[1]);
  }

  private static long number(byte[] file, int at, int size, boolean bigEndian) {
    long value = 0;
    for (int i = 0; i < size && at + size <= file.length; i++) {
      int index = bigEndian ? at + i : at + size - 1 - i;
      value = value << 8 | (file[index] & 255);
    }
    return value;
  }
}

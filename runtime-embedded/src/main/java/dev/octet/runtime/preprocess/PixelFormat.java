package dev.octet.runtime.preprocess;

/** Order of the bytes of one pixel; alpha is dropped, not blended. */
public enum PixelFormat {
  /** Red, green, blue. */
  RGB(3, 0, 1, 2),
  /** Blue, green, red. */
  BGR(3, 2, 1, 0),
  /** Red, green, blue, alpha. */
  RGBA(4, 0, 1, 2),
  /** Blue, green, red, alpha. */
  BGRA(4, 2, 1, 0),
  /** Alpha, red, green, blue. */
  ARGB(4, 1, 2, 3),
  /** Alpha, blue, green, red. */
  ABGR(4, 3, 2, 1),
  /** One byte of luma. */
  GRAY(1, 0, 0, 0);

  final int red;
  final int green;
  final int blue;
  private final int bytes;

  PixelFormat(int bytes, int red, int green, int blue) {
    this.bytes = bytes;
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** Bytes of a pixel, 1 to 4. */
  public int bytes() {
    return bytes;
  }
}

package dev.octet.calibration.image;

/**
 * Raw JPEG components to RGB, in the fixed-point arithmetic of the Independent JPEG Group's library
 * and of Pillow, so that the colours are Pillow's.
 */
final class JpegColor {
  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int[] RED_CR = new int[256];
  private static final int[] BLUE_CB = new int[256];
  private static final int[] GREEN_CR = new int[256];
  private static final int[] GREEN_CB = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int x = i - 128;
      RED_CR[i] = (fixed(1.40200) * x + HALF) >> BITS;
      BLUE_CB[i] = (fixed(1.77200) * x + HALF) >> BITS;
      GREEN_CR[i] = -fixed(0.71414) * x;
      GREEN_CB[i] = -fixed(0.34414) * x + HALF;
    }
  }

  private JpegColor() {}

  private static int fixed(double value) {
    return (int) (value * (1 << BITS) + 0.5);
  }

  /** YCbCr to RGB in place, 3 bytes a pixel. */
  static void yccToRgb(byte[] data) {
    for (int i = 0; i < data.length; i += 3) {
      convert(data, i);
    }
  }

  /**
   * CMYK as Adobe stores it (inverted) to RGB, 4 bytes a pixel to 3.
   *
   * @param data pixels
   * @param ycck whether the first three components are YCbCr of the inverted inks
   */
  static byte[] cmykToRgb(byte[] data, boolean ycck) {
    byte[] rgb = new byte[data.length / 4 * 3];
    int to = 0;
    for (int i = 0; i < data.length; i += 4) {
      if (ycck) {
        convert(data, i);
      }
      int light = data[i + 3] & 255;
      for (int c = 0; c < 3; c++) {
        int stored = data[i + c] & 255;
        // YCCK decodes to 255 - ink, which the library turns around once more.
        int ink = ycck ? stored : 255 - stored;
        int product = ink * light + 128;
        rgb[to++] = (byte) Math.max(0, light - (((product >> 8) + product) >> 8));
      }
    }
    return rgb;
  }

  private static void convert(byte[] data, int i) {
    int y = data[i] & 255;
    int cb = data[i + 1] & 255;
    int cr = data[i + 2] & 255;
    data[i] = clamp(y + RED_CR[cr]);
    data[i + 1] = clamp(y + ((GREEN_CB[cb] + GREEN_CR[cr]) >> BITS));
    data[i + 2] = clamp(y + BLUE_CB[cb]);
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}

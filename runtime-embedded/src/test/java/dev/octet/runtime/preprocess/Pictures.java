package dev.octet.runtime.preprocess;

/** The test pictures of make_resize_vectors.py, by the same formula. */
final class Pictures {
  private Pictures() {}

  /** RGB bytes, rows from the top, no gaps. */
  static byte[] rgb(int width, int height, int seed) {
    byte[] out = new byte[width * height * 3];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int h = x * 374761393 + y * 668265263 + c * (int) 2246822519L + seed * (int) 3266489917L;
          h = (h ^ (h >>> 13)) * 1274126177;
          int flat = 255 * (((x >> 4) ^ (y >> 4) ^ c) & 1);
          out[at++] = (byte) ((((x >> 3) + (y >> 3)) & 1) == 0 ? h >>> 24 : flat);
        }
      }
    }
    return out;
  }
}

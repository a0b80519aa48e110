package dev.octet.calibration.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * WebP, of an animation the first frame. Lossless files give Pillow's pixels; of lossy ones the
 * decoder does not smooth the colours between pixels as Pillow's does, which differs by one to two
 * of 255 levels on average.
 */
final class WebpFormat implements PictureFormat {
  private static final int SIGNATURE = 12;

  private final PlatformFormat format =
      new PlatformFormat("webp", new byte[0], "com.twelvemonkeys.imageio.plugins.webp.");

  @Override
  public boolean matches(byte[] head) {
    return head.length >= SIGNATURE && has(head, 0, "RIFF") && has(head, 8, "WEBP");
  }

  private static boolean has(byte[] head, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (head[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Size size(Path file) throws IOException {
    return format.size(file);
  }

  @Override
  public RgbImage decode(Path file) throws IOException {
    return format.decode(file);
  }
}

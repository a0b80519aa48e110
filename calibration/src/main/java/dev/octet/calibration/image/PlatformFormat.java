package dev.octet.calibration.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** A format that the JDK decodes: PNG, BMP. */
final class PlatformFormat implements PictureFormat {
  private final String name;
  private final byte[] magic;

  /**
   * Names a format.
   *
   * @param name its name in ImageIO
   * @param magic the first bytes of its files
   */
  PlatformFormat(String name, byte[] magic) {
    this.name = name;
    this.magic = magic;
  }

  @Override
  public boolean matches(byte[] head) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  private ImageReader reader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      // Only the JDK's own, whatever else is on the class path: results must not depend on it.
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("this JDK has no reader for " + name);
  }

  @Override
  public Size size(Path file) throws IOException {
    ImageReader reader = reader();
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in, true, true);
      return new Size(reader.getWidth(0), reader.getHeight(0));
    } finally {
      reader.dispose();
    }
  }

  @Override
  public RgbImage decode(Path file) throws IOException {
    ImageReader reader = reader();
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      return new RgbImage(image.getWidth(), image.getHeight(), Rasters.rgb(image), 1);
    } finally {
      reader.dispose();
    }
  }
}

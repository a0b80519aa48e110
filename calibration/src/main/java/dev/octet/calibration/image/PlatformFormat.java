package dev.octet.calibration.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** A format that ImageIO decodes: PNG, BMP, by the JDK; others by a library. */
final class PlatformFormat implements PictureFormat {
  private final String name;
  private final byte[] magic;
  private final String decoder;

  /**
   * Names a format.
   *
   * @param name its name in ImageIO
   * @param magic the first bytes of its files
   */
  PlatformFormat(String name, byte[] magic) {
    this(name, magic, "com.sun.imageio.");
  }

  /**
   * Names a format that a library decodes.
   *
   * @param decoder package of the reader: results must not depend on what else is on the class path
   */
  PlatformFormat(String name, byte[] magic, String decoder) {
    this.name = name;
    this.magic = magic;
    this.decoder = decoder;
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
      if (reader.getClass().getName().startsWith(decoder)) {
        return reader;
      }
    }
    throw new IllegalStateException("no reader for " + name + " is installed");
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

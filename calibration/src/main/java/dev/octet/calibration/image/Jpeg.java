package dev.octet.calibration.image;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes small JPEG pictures, such as thumbnails. */
public final class Jpeg {
  private Jpeg() {}

  /**
   * Compresses a picture, made smaller where it is larger than asked for.
   *
   * @param pixels height x width x channels unsigned bytes, HWC
   * @param channels 1 or 3
   * @param longest the most pixels on a side
   * @param quality 0 to 1
   */
  public static byte[] encode(
      byte[] pixels, int width, int height, int channels, int longest, float quality) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * channels;
        int r = pixels[at] & 255;
        int g = channels == 1 ? r : pixels[at + 1] & 255;
        int b = channels == 1 ? r : pixels[at + 2] & 255;
        image.setRGB(x, y, r << 16 | g << 8 | b);
      }
    }
    return compress(scaled(image, longest), quality);
  }

  /** Halves first, so that the last, bilinear step sees every pixel. */
  private static BufferedImage scaled(BufferedImage image, int longest) {
    BufferedImage result = image;
    while (Math.max(result.getWidth(), result.getHeight()) > longest) {
      double factor =
          Math.max(0.5, (double) longest / Math.max(result.getWidth(), result.getHeight()));
      int width = Math.max(1, (int) Math.round(result.getWidth() * factor));
      int height = Math.max(1, (int) Math.round(result.getHeight() * factor));
      BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = smaller.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(result, 0, 0, width, height, null);
      graphics.dispose();
      result = smaller;
    }
    return result;
  }

  private static byte[] compress(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }
}

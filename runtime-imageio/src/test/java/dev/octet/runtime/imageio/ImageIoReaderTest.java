package dev.octet.runtime.imageio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.app.Picture;
import dev.octet.runtime.preprocess.PixelFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures that ImageIO reads, as the runtime takes them. */
class ImageIoReaderTest {
  private final ImageIoReader reader = new ImageIoReader();

  private static byte[] encode(String format, int type, int... argb) throws IOException {
    BufferedImage image = new BufferedImage(argb.length, 1, type);
    image.setRGB(0, 0, argb.length, 1, argb, 0, argb.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes));
    return bytes.toByteArray();
  }

  @Test
  void pixelsOfAPngAreExactAndTransparentOnesAreWhite() throws IOException {
    Picture picture =
        reader.read(
            encode("png", BufferedImage.TYPE_INT_ARGB, 0xff010203, 0x00aabbcc, 0x80000000), "x");
    assertEquals(PixelFormat.RGB, picture.format);
    assertEquals(3, picture.width);
    assertEquals(1, picture.height);
    assertArrayEquals(new byte[] {1, 2, 3, -1, -1, -1, 127, 127, 127}, picture.pixels);
  }

  @Test
  void jpegAndNetpbmAreRead() throws IOException {
    Picture gray = reader.read(encode("jpg", BufferedImage.TYPE_BYTE_GRAY, 0xff808080), "x");
    assertEquals(1, gray.width);
    assertTrue(Math.abs((gray.pixels[0] & 255) - 128) < 20, Arrays.toString(gray.pixels));
    byte[] netpbm = "P6 1 1 255\nabc".getBytes(StandardCharsets.US_ASCII);
    assertEquals('a', reader.read(netpbm, "x").pixels[11]);
  }

  @Test
  void theProbesPicturesAreRead() {
    assertEquals(1, reader.read(Probe.PNG, "png").width);
    assertEquals(1, reader.read(Probe.JPEG, "jpeg").width);
  }

  @Test
  void whatIsNoPictureIsRefused() throws IOException {
    byte[] png = encode("png", BufferedImage.TYPE_INT_RGB, 1, 2, 3, 4);
    refused(new byte[0], "not a picture");
    refused("hello".getBytes(StandardCharsets.US_ASCII), "not a picture");
    refused(Arrays.copyOf(png, png.length / 2), "cannot be read");
  }

  /** Found by fuzzing. */
  @Test
  void whatIsTooLargeIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] bmp = encode("bmp", BufferedImage.TYPE_BYTE_INDEXED, 1, 2, 3, 4);
    bmp[24] = 0x10; // the height's third byte: 1,048,577 rows
    refused(bmp, "pixels a side");
  }

  private void refused(byte[] file, String said) {
    OctetException e = assertThrows(OctetException.class, () -> reader.read(file, "x"));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }
}

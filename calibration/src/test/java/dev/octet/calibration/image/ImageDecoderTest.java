package dev.octet.calibration.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed pictures and what Pillow reads from them: src/test/python/make_pictures.py. */
class ImageDecoderTest {
  @TempDir Path folder;

  private static Path fixture(String name) {
    try {
      return Path.of(ImageDecoderTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> cases() throws IOException {
    try (Stream<String> lines = Files.lines(fixture("expected.csv"))) {
      return lines.filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void readsEveryKindAsPillowDoes() throws IOException {
    byte[] expected = Files.readAllBytes(fixture("expected.bin"));
    int at = 0;
    for (String line : cases()) {
      String[] field = line.split(",", -1);
      ExifMode exif = ExifMode.valueOf(field[3].toUpperCase(Locale.ROOT));
      RgbImage image = new ImageDecoder(exif).decode(fixture(field[0]));
      assertEquals(field[1] + "x" + field[2], image.width() + "x" + image.height(), line);
      byte[] pixels = Arrays.copyOfRange(expected, at, at + image.rgb().length);
      assertArrayEquals(pixels, image.rgb(), line);
      int orientation = line.startsWith("exif") ? line.charAt(4) - '0' : 1;
      assertEquals(orientation, image.orientation(), line);
      at += pixels.length;
    }
    assertEquals(expected.length, at);
    assertTrue(cases().size() > 50);
  }

  @Test
  void readsInterlacedPng() throws IOException {
    for (String name : List.of("rgb8.png", "rgb16.png", "palette4.png", "grayalpha8.png")) {
      BufferedImage image = ImageIO.read(fixture(name).toFile());
      ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      Path file = folder.resolve(name);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), param);
      }
      writer.dispose();
      ImageDecoder decoder = new ImageDecoder(ExifMode.IGNORE);
      assertArrayEquals(decoder.decode(fixture(name)).rgb(), decoder.decode(file).rgb(), name);
    }
  }

  @Test
  void damagedFilesAreInputErrorsAndNothingElse() throws IOException {
    Random random = new Random(7);
    ImageDecoder decoder = new ImageDecoder(ExifMode.APPLY);
    AtomicInteger refused = new AtomicInteger();
    for (String line : cases()) {
      byte[] data = Files.readAllBytes(fixture(line.split(",", -1)[0]));
      for (int trial = 0; trial < 12; trial++) {
        byte[] damaged = data.clone();
        for (int i = 0; i <= trial % 3; i++) {
          // Mostly in the header, where it hurts.
          int at = random.nextInt(trial % 2 == 0 ? Math.min(400, data.length) : data.length);
          damaged[at] = (byte) random.nextInt();
        }
        decodeDamaged(decoder, damaged, line + ", trial " + trial, refused);
      }
    }
    assertTrue(refused.get() > 100, "only " + refused + " files were refused");
  }

  private void decodeDamaged(
      ImageDecoder decoder, byte[] data, String message, AtomicInteger refused) throws IOException {
    Path file = Files.write(folder.resolve("damaged"), data);
    try {
      decoder.decode(file);
    } catch (OctetException e) {
      refused.incrementAndGet();
      assertEquals(Failure.INPUT, e.failure(), message);
      assertEquals(file.toString(), e.where());
    } catch (RuntimeException e) {
      throw new AssertionError(message, e);
    }
  }

  @Test
  void picturesThatAreNotReadAreNamed() throws IOException {
    List<String> kinds = List.of("GIF", "TIFF", "TIFF", "HEIC or AVIF", "HEIC or AVIF");
    List<String> heads =
        List.of(
            "GIF89a\1\0\1\0",
            "II*\0\b\0\0\0",
            "MM\0*\0\0\0\b",
            "\0\0\0\34ftypavif\0",
            "\0\0\0\34ftypheic\0");
    for (int i = 0; i < heads.size(); i++) {
      byte[] data = heads.get(i).getBytes(StandardCharsets.ISO_8859_1);
      Path file = Files.write(folder.resolve("photo.jpg"), data);
      OctetException e =
          assertThrows(OctetException.class, () -> new ImageDecoder(ExifMode.IGNORE).decode(file));
      assertEquals(Failure.INPUT, e.failure());
      assertTrue(e.what().contains("a " + kinds.get(i) + " picture"), e.what());
      assertTrue(ImageDecoder.looksLikePicture(file), kinds.get(i));
    }
    for (String text : List.of("", "BMW/1.jpg", "P6/1.jpg", "GIF89a.txt", "\u00e9.jpg")) {
      Path file = Files.writeString(folder.resolve("list"), text);
      assertFalse(ImageDecoder.looksLikePicture(file), text);
    }
    assertFalse(ImageDecoder.looksLikePicture(folder.resolve("missing")));
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    for (String line : cases()) {
      byte[] data = Files.readAllBytes(fixture(line.split(",", -1)[0]));
      for (int part = 0; part < 8; part++) {
        byte[] shorter = Arrays.copyOf(data, data.length * part / 8);
        Path file = Files.write(folder.resolve("short"), shorter);
        ImageDecoder decoder = new ImageDecoder(ExifMode.IGNORE);
        OctetException e =
            assertThrows(
                OctetException.class, () -> decoder.decode(file), line + " cut to " + part + "/8");
        assertEquals(Failure.INPUT, e.failure());
      }
    }
  }

  @Test
  void sizesAreCheckedBeforeDecoding() throws IOException {
    byte[] png = Files.readAllBytes(fixture("rgb8.png"));
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    assertTooLarge(png);
    byte[] jpeg = Files.readAllBytes(fixture("ycc420.jpg"));
    int frame = indexOf(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC0});
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
    assertTooLarge(jpeg);
    assertTooLarge("P6 20000 20000 255 ".getBytes(StandardCharsets.US_ASCII));
    assertTooLarge("P5 999999999 999999999 255 ".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aSmallFileCannotHoldALargePicture() throws IOException {
    byte[] png = Files.readAllBytes(fixture("rgb8.png"));
    ByteBuffer.wrap(png).putInt(16, 9_000).putInt(20, 9_000);
    Path file = Files.write(folder.resolve("bomb"), png);
    OctetException e =
        assertThrows(OctetException.class, () -> new ImageDecoder(ExifMode.IGNORE).decode(file));
    assertTrue(e.what().contains("too short"), e.getMessage());
  }

  private void assertTooLarge(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("large"), data);
    OctetException e =
        assertThrows(OctetException.class, () -> new ImageDecoder(ExifMode.IGNORE).decode(file));
    assertTrue(e.what().contains("larger than"), e.getMessage());
  }

  private static int indexOf(byte[] data, byte[] part) {
    return IntStream.range(0, data.length - part.length)
        .filter(i -> Arrays.equals(data, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void filesThatAreNoPicturesSaySo() throws IOException {
    ImageDecoder decoder = new ImageDecoder(ExifMode.IGNORE);
    Path text = Files.writeString(folder.resolve("a.jpg"), "hello");
    Path empty = Files.createFile(folder.resolve("b.jpg"));
    Path missing = folder.resolve("c.jpg");
    for (Path file : List.of(text, empty, missing, folder)) {
      OctetException e = assertThrows(OctetException.class, () -> decoder.decode(file));
      assertEquals(Failure.INPUT, e.failure());
      assertEquals(file.toString(), e.where());
    }
  }

  @Test
  void aPictureLargerThanTheMemoryBudgetRunsAlone() throws InterruptedException {
    // One permit: decodes exclude one another, and a use that fails gives its permit back.
    ImageDecoder decoder = new ImageDecoder(ExifMode.IGNORE, 1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    assertThrows(
        IllegalStateException.class,
        () ->
            decoder.decode(
                fixture("gray.jpg"),
                image -> {
                  throw new IllegalStateException("not the file's fault");
                }));
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () ->
                  decoder.decode(
                      fixture("ycc420.jpg"),
                      image -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        return inside.decrementAndGet();
                      }));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, most.get());
  }
}

package dev.octet.runtime.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PreprocessorTest {
  /** Tells every channel and value apart: value XOR (11, 54 or 97). */
  private static Preprocessing spec(Resize resize, double fraction, int channels) {
    byte[] table = new byte[channels * 256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) ((i & 255) ^ (11 + 43 * (i >> 8)));
    }
    return new Preprocessing(resize, fraction, new double[channels], new double[channels], table);
  }

  private static byte[] pixels(Preprocessor p, byte[] rgb, int width, int height, int count) {
    byte[] out = new byte[count];
    p.pixels(rgb, 0, PixelFormat.RGB, width, height, 3 * width, out, 0);
    return out;
  }

  @Property(tries = 60)
  void everyLayoutGivesTheSameBits(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll @IntRange(max = 9) int gap,
      @ForAll @IntRange(max = 5) int offset,
      @ForAll Resize resize,
      @ForAll boolean gray) {
    int channels = gray ? 1 : 3;
    double fraction = resize == Resize.STRETCH ? 1 : 0.875;
    Preprocessor preprocessor =
        new Preprocessor(spec(resize, fraction, channels), rows, columns, channels);
    byte[] rgb = Pictures.rgb(width, height, gap);
    byte[] expected = pixels(preprocessor, rgb, width, height, rows * columns * channels);
    for (int i = 0; i < expected.length; i++) {
      expected[i] ^= (byte) (11 + 43 * (i % channels));
    }

    for (PixelFormat format : PixelFormat.values()) {
      if (format == PixelFormat.GRAY) {
        continue;
      }
      int stride = width * format.bytes() + gap;
      byte[] laidOut = new byte[offset + stride * height];
      for (int i = 0; i < width * height; i++) {
        int at = offset + i / width * stride + i % width * format.bytes();
        laidOut[at] = (byte) i;
        laidOut[at + format.bytes() - 1] = (byte) -i;
        laidOut[at + format.red] = rgb[3 * i];
        laidOut[at + format.green] = rgb[3 * i + 1];
        laidOut[at + format.blue] = rgb[3 * i + 2];
      }
      byte[] tensor = new byte[expected.length + 2];
      preprocessor.run(laidOut, offset, format, width, height, stride, tensor, 1);
      assertTensor(expected, tensor, format.name());
    }

    int[] argb = new int[offset + (width + gap) * height];
    for (int i = 0; i < width * height; i++) {
      argb[offset + i / width * (width + gap) + i % width] =
          i << 24 | (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
    }
    byte[] tensor = new byte[expected.length + 2];
    preprocessor.run(argb, offset, width, height, width + gap, tensor, 1);
    assertTensor(expected, tensor, "int[]");
  }

  private static void assertTensor(byte[] expected, byte[] tensor, String message) {
    byte[] inner = new byte[expected.length];
    System.arraycopy(tensor, 1, inner, 0, inner.length);
    assertArrayEquals(expected, inner, message);
    assertEquals(0, tensor[0], message);
    assertEquals(0, tensor[tensor.length - 1], message);
  }

  @Property(tries = 40)
  void grayIsRgbWithEqualChannels(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll boolean luma) {
    int channels = luma ? 1 : 3;
    Preprocessor preprocessor =
        new Preprocessor(spec(Resize.SHORT_SIDE, 0.9, channels), 9, 7, channels);
    byte[] rgb = Pictures.rgb(width, height, 3);
    byte[] gray = new byte[width * height];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = rgb[3 * i];
      rgb[3 * i + 1] = gray[i];
      rgb[3 * i + 2] = gray[i];
    }
    byte[] out = new byte[63 * channels];
    preprocessor.pixels(gray, 0, PixelFormat.GRAY, width, height, width, out, 0);
    assertArrayEquals(pixels(preprocessor, rgb, width, height, out.length), out);
  }

  @Test
  void sizesMayAlternate() {
    Preprocessor reused = new Preprocessor(spec(Resize.SHORT_SIDE, 0.875, 3), 8, 8, 3);
    for (int round = 0; round < 2; round++) {
      for (int[] size : new int[][] {{50, 9}, {9, 50}, {8, 8}, {3, 200}, {50, 9}}) {
        byte[] rgb = Pictures.rgb(size[0], size[1], 1);
        Preprocessor fresh = new Preprocessor(spec(Resize.SHORT_SIDE, 0.875, 3), 8, 8, 3);
        assertArrayEquals(
            pixels(fresh, rgb, size[0], size[1], 192), pixels(reused, rgb, size[0], size[1], 192));
      }
    }
  }

  @Test
  void aPlainPictureStaysPlain() {
    byte[] white = new byte[300 * 200 * 3];
    Arrays.fill(white, (byte) 255);
    byte[] out =
        pixels(
            new Preprocessor(spec(Resize.SHORT_SIDE, 0.875, 3), 16, 16, 3), white, 300, 200, 768);
    for (byte value : out) {
      assertEquals(-1, value);
    }
  }

  @Test
  void allocatesNothingForARepeatedSize() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Preprocessor preprocessor = new Preprocessor(spec(Resize.SHORT_SIDE, 0.875, 3), 32, 32, 3);
    byte[] rgb = Pictures.rgb(80, 60, 1);
    byte[] tensor = new byte[32 * 32 * 3];
    preprocessor.run(rgb, 0, PixelFormat.RGB, 80, 60, 240, tensor, 0);
    long id = Thread.currentThread().getId();
    threads.getThreadAllocatedBytes(id);
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 100; i++) {
      preprocessor.run(rgb, 0, PixelFormat.RGB, 80, 60, 240, tensor, 0);
    }
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertTrue(allocated < 2_000, allocated + " bytes for 100 pictures");
  }

  @Test
  void refusesArraysThatAreTooShort() {
    Preprocessor p = new Preprocessor(spec(Resize.STRETCH, 1, 3), 4, 4, 3);
    byte[] rgb = new byte[10 * 10 * 3];
    byte[] tensor = new byte[48];
    p.run(rgb, 0, PixelFormat.RGB, 10, 10, 30, tensor, 0);
    usage(() -> p.run(rgb, 1, PixelFormat.RGB, 10, 10, 30, tensor, 0));
    usage(() -> p.run(rgb, -1, PixelFormat.RGB, 10, 10, 30, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, 10, 10, 29, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGBA, 10, 10, 40, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, 0, 10, 30, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, 10, -1, 30, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, 10, Integer.MAX_VALUE, 30, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, Integer.MAX_VALUE, 1, 2147483647, tensor, 0));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, 10, 10, 30, tensor, 1));
    usage(() -> p.run(rgb, 0, PixelFormat.RGB, 10, 10, 30, tensor, -1));
    usage(() -> p.run(new int[99], 0, 10, 10, 10, tensor, 0));
    usage(() -> p.run(new int[100], 0, 10, 10, 9, tensor, 0));
  }

  private static void usage(Runnable call) {
    assertEquals(Failure.USAGE, assertThrows(OctetException.class, call::run).failure());
  }

  @Test
  void refusesPicturesAndRulesOutOfItsLimits() {
    assertEquals(Failure.INPUT, failure(0.875, 70_000, 1));
    assertEquals(Failure.INPUT, failure(0.000001, 20_000, 1));
    for (double fraction : new double[] {0, -1, 1.01, Double.NaN}) {
      assertEquals(Failure.UNSUPPORTED, failure(fraction, 10, 10));
    }
    Preprocessing rgb = spec(Resize.STRETCH, 1, 3);
    assertThrows(OctetException.class, () -> new Preprocessor(rgb, 4, 4, 1));
    assertThrows(OctetException.class, () -> new Preprocessor(rgb, 4, 4, 2));
    assertThrows(OctetException.class, () -> new Preprocessor(rgb, 0, 4, 3));
    assertThrows(OctetException.class, () -> new Preprocessor(rgb, 4, 70_000, 3));
  }

  private static Failure failure(double fraction, int width, int height) {
    byte[] gray = new byte[width * height];
    return assertThrows(
            OctetException.class,
            () ->
                new Preprocessor(spec(Resize.SHORT_SIDE, fraction, 3), 4, 4, 3)
                    .run(gray, 0, PixelFormat.GRAY, width, height, width, new byte[48], 0))
        .failure();
  }

  @Test
  void roundsSizesHalfToEvenAndCropsTowardsTheUpperLeft() {
    // 2 x 3 by 5 / 2 is 5 x 7.5, and 7.5 rounds to 8; the odd pixel left over stays on the right.
    Geometry up = Geometry.of(Resize.SHORT_SIDE, 1, 5, 5, 2, 3);
    assertEquals(5, up.resizedWidth);
    assertEquals(8, up.resizedHeight);
    assertEquals(0, up.left);
    assertEquals(1, up.top);
    // 5 x 2 by 1 / 2 is 2.5 x 1, and 2.5 rounds to 2.
    assertEquals(2, Geometry.of(Resize.SHORT_SIDE, 1, 1, 1, 5, 2).resizedWidth);
    // The 224 of a MobileNet: short side 256.
    Geometry photo = Geometry.of(Resize.SHORT_SIDE, 0.875, 224, 224, 4000, 3000);
    assertEquals(341, photo.resizedWidth);
    assertEquals(256, photo.resizedHeight);
    assertEquals(58, photo.left);
    assertEquals(16, photo.top);
    // A rectangular input: the box of 55 x 219 is just covered.
    Geometry line = Geometry.of(Resize.SHORT_SIDE, 0.875, 48, 192, 400, 300);
    assertEquals(219, line.resizedWidth);
    assertEquals(164, line.resizedHeight);
    assertTrue(line.left >= 0 && line.left + 192 <= 219);
  }
}

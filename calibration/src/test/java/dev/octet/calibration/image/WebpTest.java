package dev.octet.calibration.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that Pillow 12 wrote. */
class WebpTest {
  /** 7x5: bytes that count by 7919, without loss. */
  private static final String LOSSLESS =
      "UklGRiwAAABXRUJQVlA4TCAAAAAvBgABAM1lRP8DCtlIgvwZlmlZVuK7M5iIeY8J0MSCFw==";

  /** The same with alpha that counts by 37. */
  private static final String ALPHA =
      "UklGRjQAAABXRUJQVlA4TCgAAAAvBgABEM1lRP8DCtlIgvwZlmlZVuK7M5iIeSfItg1tO8snQEtuwV4A";

  /** 32x24, quality 90: a slope of each colour. */
  private static final String LOSSY =
      "UklGRrIAAABXRUJQVlA4IKYAAACQBgCdASogABgAPjEWiUKiISEYBAAgAwS2AE6ZQjgbwD8K/xN6TvgHtnk2"
          + "fOowAfoAA0LWXuwhDsV0uyMwAP7+/Qz3qZtqkmhq5DHOp16f/sOXHGbYzxmDBP/a3g3NphFu350X/5lj/uFA"
          + "UkQAbPYJ7ThQqhjB1BzE96r7cpPcHVYqyyq9pWaj+XF87/lxy+m86vyLVs7uThDcAdoyuVSLv3D+cAAA";

  @TempDir private Path folder;

  private RgbImage decode(byte[] data) throws IOException {
    return new ImageDecoder(ExifMode.IGNORE)
        .decode(Files.write(folder.resolve("photo.webp"), data));
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSSLESS, ALPHA})
  void withoutLossThePixelsArePillows(String picture) throws IOException {
    RgbImage image = decode(Base64.getDecoder().decode(picture));
    assertEquals(7, image.width());
    assertEquals(5, image.height());
    for (int i = 0; i < image.rgb().length; i++) {
      assertEquals(i * 7919 % 256, image.rgb()[i] & 0xff, "byte " + i);
    }
  }

  @Test
  void withLossTheyAreNear() throws IOException {
    RgbImage image = decode(Base64.getDecoder().decode(LOSSY));
    double sum = 0;
    for (int i = 0; i < image.rgb().length; i++) {
      int x = i / 3 % 32;
      int y = i / 3 / 32;
      int[] color = {8 * x, 10 * y, 255 - 4 * x - 4 * y};
      sum += Math.abs(color[i % 3] - (image.rgb()[i] & 0xff));
    }
    assertTrue(sum / image.rgb().length < 6, "mean difference " + sum / image.rgb().length);
  }

  @Test
  void everyTruncationIsRefusedOrRead() throws IOException {
    for (String picture : new String[] {LOSSLESS, LOSSY}) {
      byte[] data = Base64.getDecoder().decode(picture);
      for (int length = 12; length < data.length; length++) {
        byte[] cut = Arrays.copyOf(data, length);
        try {
          decode(cut);
        } catch (OctetException e) {
          assertEquals(Failure.INPUT, e.failure(), "cut at " + length);
        }
      }
      OctetException e = assertThrows(OctetException.class, () -> decode(Arrays.copyOf(data, 30)));
      assertEquals(Failure.INPUT, e.failure());
    }
  }
}

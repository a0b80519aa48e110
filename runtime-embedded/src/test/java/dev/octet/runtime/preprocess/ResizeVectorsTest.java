package dev.octet.runtime.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Resized pixels equal Pillow's; the arrays come from src/test/python/make_resize_vectors.py. */
class ResizeVectorsTest {
  @Test
  void equalsPillowOnEveryCase() throws IOException {
    byte[] expected = resource("resize.bin");
    List<String> lines =
        new String(resource("resize.csv"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();
    int at = 0;
    for (String line : lines) {
      String[] field = line.split(",");
      int channels = field[0].equals("L") ? 1 : 3;
      int width = Integer.parseInt(field[1]);
      int height = Integer.parseInt(field[2]);
      int rows = Integer.parseInt(field[5]);
      int columns = Integer.parseInt(field[6]);
      Preprocessor preprocessor =
          new Preprocessor(
              new Preprocessing(
                  Resize.valueOf(field[3]),
                  Double.parseDouble(field[4]),
                  new double[channels],
                  new double[channels],
                  new byte[0]),
              rows,
              columns,
              channels);
      byte[] picture = Pictures.rgb(width, height, Integer.parseInt(field[7]));
      byte[] out = new byte[rows * columns * channels];
      preprocessor.pixels(picture, 0, PixelFormat.RGB, width, height, width * 3, out, 0);
      assertArrayEquals(Arrays.copyOfRange(expected, at, at + out.length), out, line);
      at += out.length;
    }
    assertEquals(expected.length, at);
    assertEquals(106, lines.size());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ResizeVectorsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}

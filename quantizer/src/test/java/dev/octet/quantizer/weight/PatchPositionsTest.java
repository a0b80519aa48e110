package dev.octet.quantizer.weight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PatchPositionsTest {
  @Property(tries = 200)
  void samplesAreInOrderAndFoundByTheirPicture(
      @ForAll @IntRange(min = 1, max = 300) int images,
      @ForAll @IntRange(min = 1, max = 400) int pixels,
      @ForAll @IntRange(min = 1, max = 500) int wanted) {
    int count = Math.min(wanted, images * pixels);
    PatchPositions positions = new PatchPositions(count, pixels, images);
    long before = -1;
    int[] perImage = new int[images];
    for (int s = 0; s < count; s++) {
      long position = (long) positions.image(s) * pixels + positions.pixel(s);
      assertTrue(position > before, "sample " + s);
      assertTrue(positions.pixel(s) < pixels && positions.image(s) < images);
      perImage[positions.image(s)]++;
      before = position;
    }
    for (int i = 0, first = 0; i < images; i++) {
      assertEquals(first, positions.firstOf(i));
      first += perImage[i];
    }
    assertEquals(count, positions.firstOf(images));
  }

  @Example
  void allPixelsWhereThereAreFew() {
    PatchPositions positions = new PatchPositions(12, 4, 3);
    for (int s = 0; s < 12; s++) {
      assertEquals(s / 4, positions.image(s));
      assertEquals(s % 4, positions.pixel(s));
    }
  }
}

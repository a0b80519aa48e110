package dev.octet.calibration.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.Progress;
import dev.octet.calibration.Sampler;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.RgbImage;
import dev.octet.model.parallel.Parallel;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceCacheTest {
  private static final int PICTURES = 20;
  private static final int BYTES = 100;

  /** Pictures of their number, which count how often they are decoded. */
  private static final class Numbered implements PixelSource {
    final AtomicIntegerArray decoded = new AtomicIntegerArray(PICTURES);
    final Set<Integer> unreadable;

    Numbered(Integer... unreadable) {
      this.unreadable = Set.of(unreadable);
    }

    @Override
    public byte[] pixels(int index) {
      decoded.incrementAndGet(index);
      if (unreadable.contains(index)) {
        throw new OctetException(Failure.INPUT, "not a picture", name(index), "remove it");
      }
      byte[] pixels = new byte[BYTES];
      IntStream.range(0, BYTES).forEach(i -> pixels[i] = (byte) (index + i));
      return pixels;
    }

    @Override
    public float[] normalize(byte[] pixels) {
      return new float[] {pixels[0], pixels[BYTES - 1]};
    }

    @Override
    public RgbImage image(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int turned() {
      return 7;
    }

    @Override
    public int size() {
      return PICTURES;
    }

    @Override
    public String name(int index) {
      return "picture " + index;
    }

    @Override
    public int label(int index) {
      return index % 3;
    }
  }

  /** All in memory, five of them, none. */
  @ParameterizedTest
  @ValueSource(ints = {PICTURES * BYTES, 5 * BYTES, 0})
  void everyPictureIsDecodedOnce(int bytes) {
    Numbered source = new Numbered();
    try (SourceCache cache = SourceCache.of(source, bytes)) {
      TensorSource cached = cache.source();
      for (int round = 0; round < 3; round++) {
        new Parallel(4)
            .each(
                PICTURES,
                i -> assertArrayEquals(new float[] {i, (byte) (i + BYTES - 1)}, cached.read(i)));
      }
    }
    IntStream.range(0, PICTURES).forEach(i -> assertEquals(1, source.decoded.get(i)));
  }

  @Test
  void isTheSameSourceOtherwise() {
    try (SourceCache cache = SourceCache.of(new Numbered())) {
      PixelSource cached = (PixelSource) cache.source();
      assertEquals(PICTURES, cached.size());
      assertEquals("picture 4", cached.name(4));
      assertEquals(1, cached.label(4));
      assertEquals(7, cached.turned());
    }
  }

  @Test
  void whatIsCachedOrAsFastIsNotCachedAgain() {
    TensorSource tensors = new ArraySource(new float[][] {{1}}, Set.of());
    try (SourceCache none = SourceCache.of(tensors);
        SourceCache once = SourceCache.of(new Numbered())) {
      assertSame(tensors, none.source());
      TensorSource some = Sampler.draw(once.source(), 5, 1);
      try (SourceCache twice = SourceCache.of(some)) {
        assertSame(some, twice.source());
      }
      assertSame(some, SourceCache.inMemory(some));
    }
  }

  @Test
  void readableInputsAreThoseThatAreLeft() {
    Numbered source = new Numbered(2, 11);
    try (SourceCache cache = SourceCache.of(source, 3 * BYTES)) {
      ReadableInputs read =
          ReadableInputs.of(
              cache.source(),
              IntStream.range(1, PICTURES).toArray(),
              new Parallel(2),
              Progress.SILENT);
      Inputs inputs = read.inputs();
      assertEquals(PICTURES - 3, inputs.count());
      assertEquals(1, inputs.get(0)[0]);
      assertEquals(3, inputs.get(1)[0]);
      assertEquals(4, inputs.subset(3, 2, 1).get(1)[0]);
      assertEquals(2, inputs.first(2).count());
      assertEquals("picture 2: not a picture", read.skipped().get(0).text());
    }
    // A picture that cannot be read is tried again only if somebody asks again.
    assertEquals(1, source.decoded.get(2));
  }

  @Test
  void theSpoolTakesPicturesOfOneSize() {
    try (Spool spool = new Spool()) {
      spool.write(3, new byte[] {1, 2});
      assertArrayEquals(new byte[] {1, 2}, spool.read(3));
      assertThrows(IllegalStateException.class, () -> spool.read(4));
      IllegalArgumentException other =
          assertThrows(IllegalArgumentException.class, () -> spool.write(4, new byte[3]));
      assertTrue(other.getMessage().contains("3 pixels"), other.getMessage());
    }
  }
}

package dev.octet.cli.quantize;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.RgbImage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Pictures that are read more than once: keeps the small resized ones, as far as memory allows. */
final class CachedPixels implements PixelSource {
  /** Share of the heap that may be kept. */
  private static final int HEAP_SHARE = 16;

  private final PixelSource source;
  private final AtomicReferenceArray<byte[]> kept;
  private final AtomicLong left = new AtomicLong(Runtime.getRuntime().maxMemory() / HEAP_SHARE);

  private CachedPixels(PixelSource source) {
    this.source = source;
    this.kept = new AtomicReferenceArray<>(source.size());
  }

  /** The same source, remembering pictures; other sources as they are. */
  static TensorSource of(TensorSource source) {
    return source instanceof PixelSource pictures ? new CachedPixels(pictures) : source;
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public int label(int index) {
    return source.label(index);
  }

  @Override
  public byte[] pixels(int index) {
    byte[] pixels = kept.get(index);
    if (pixels == null) {
      pixels = source.pixels(index);
      if (left.addAndGet(-pixels.length) >= 0) {
        kept.set(index, pixels);
      }
    }
    return pixels;
  }

  @Override
  public float[] normalize(byte[] pixels) {
    return source.normalize(pixels);
  }

  @Override
  public RgbImage image(int index) {
    return source.image(index);
  }

  @Override
  public int turned() {
    return source.turned();
  }
}

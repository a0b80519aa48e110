package dev.octet.calibration.input;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.RgbImage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Decodes each picture of a source once, however often it is read. The small resized ones stay in
 * memory up to a share of the heap, the others in a temporary file, so that thousands of photos fit
 * a small heap. Sources of ready tensors are as fast as a cache and stay as they are.
 */
public final class SourceCache implements AutoCloseable {
  /** Share of the heap that may be kept. */
  private static final int HEAP_SHARE = 16;

  private final TensorSource source;
  private final Spool spool;

  private SourceCache(TensorSource source, Spool spool) {
    this.source = source;
    this.spool = spool;
  }

  /** A cache in memory and, as far as that is not enough, in a temporary file. */
  public static SourceCache of(TensorSource source) {
    return of(source, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * A cache.
   *
   * @param bytes of pictures that may stay in memory
   */
  static SourceCache of(TensorSource source, long bytes) {
    if (!(source instanceof PixelSource pictures) || pictures.isCached()) {
      return new SourceCache(source, null);
    }
    Spool spool = new Spool();
    return new SourceCache(new Pictures(pictures, bytes, spool), spool);
  }

  /**
   * A source that remembers pictures as far as memory allows; the others are decoded again. Needs
   * no closing.
   */
  public static TensorSource inMemory(TensorSource source) {
    return source instanceof PixelSource pictures && !pictures.isCached()
        ? new Pictures(pictures, Runtime.getRuntime().maxMemory() / HEAP_SHARE, null)
        : source;
  }

  /** The source that remembers. */
  public TensorSource source() {
    return source;
  }

  /** Removes the temporary file, if there is one; the source is of no use any more. */
  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
  }

  private static final class Pictures extends ForwardedSource<PixelSource> implements PixelSource {
    /** Stands for pixels in the file. */
    private static final byte[] SPOOLED = {};

    private final AtomicReferenceArray<byte[]> kept;
    private final AtomicLong left;
    private final Spool spool;

    Pictures(PixelSource source, long bytes, Spool spool) {
      super(source);
      this.kept = new AtomicReferenceArray<>(source.size());
      this.left = new AtomicLong(bytes);
      this.spool = spool;
    }

    @Override
    public byte[] pixels(int index) {
      byte[] known = kept.get(index);
      if (known == SPOOLED) {
        return spool.read(index);
      }
      return known == null ? decode(index) : known;
    }

    private byte[] decode(int index) {
      byte[] pixels = source.pixels(index);
      if (left.addAndGet(-pixels.length) >= 0) {
        kept.set(index, pixels);
      } else if (spool != null) {
        spool.write(index, pixels);
        kept.set(index, SPOOLED);
      }
      return pixels;
    }

    @Override
    public boolean isCached() {
      return true;
    }

    @Override
    public float[] read(int index) {
      return normalize(pixels(index));
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
}

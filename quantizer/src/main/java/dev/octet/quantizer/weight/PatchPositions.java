package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;

/**
 * Output pixels of the tuning pictures at which a convolution's patches are sampled: evenly spread,
 * in order of pictures and pixels.
 *
 * @param count number of samples
 * @param pixels output pixels of a picture
 * @param images number of pictures
 */
public record PatchPositions(int count, int pixels, int images) {
  private static final int MIN_SAMPLES = 4096;
  private static final int SAMPLES_PER_ELEMENT = 6;

  /**
   * Some samples for each element of a patch, or every pixel there is.
   *
   * @param conv the convolution
   * @param input its input's shape
   * @param images number of pictures
   */
  public static PatchPositions of(Op.Conv conv, Shape input, int images) {
    return of(new PatchLayout(conv, input), images);
  }

  static PatchPositions of(PatchLayout layout, int images) {
    long wanted = Math.max(MIN_SAMPLES, (long) SAMPLES_PER_ELEMENT * layout.length);
    return new PatchPositions(
        (int) Math.min((long) images * layout.outputPixels, wanted), layout.outputPixels, images);
  }

  /** The picture of a sample. */
  public int image(int sample) {
    return (int) (position(sample) / pixels);
  }

  /** The output pixel of a sample in its picture. */
  public int pixel(int sample) {
    return (int) (position(sample) % pixels);
  }

  /** The first sample of a picture, or of the next one that has any; {@code count} after all. */
  public int firstOf(int image) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (image(middle) < image) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * One position out of each of {@code count} equal parts, at a place in it that follows no
   * pattern: an even stride would meet the same column of every picture whenever it is a multiple
   * of the width.
   */
  private long position(long sample) {
    long positions = (long) images * pixels;
    long begin = sample * positions / count;
    long end = (sample + 1) * positions / count;
    return begin + ((sample * 0x9E3779B97F4A7C15L) >>> 33) % (end - begin);
  }
}

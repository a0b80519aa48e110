package dev.octet.runtime.preprocess;

/**
 * Weights of a triangle filter along one axis, for a range of the output. When the picture shrinks,
 * the triangle is as wide as two output pixels, so that every input pixel counts (antialiasing);
 * when it grows, this is linear interpolation. The steps in double and the rounding to 22 bits
 * after the point follow Pillow's, because its pixels are the target.
 */
final class Coefficients {
  /** Fraction bits of a weight. */
  static final int FRACTION_BITS = 22;

  private static final double ONE = 1 << FRACTION_BITS;

  /** First input index of each output. */
  final int[] first;

  /** Where the weights of each output begin in {@link #weight}; one entry more than outputs. */
  final int[] begin;

  /** Weights, all at least 0; those of one output sum up to about 2^22. */
  final int[] weight;

  /** The most weights that an output has. */
  final int maxTaps;

  /** Smallest input index that is read. */
  final int low;

  /** One past the largest input index that is read. */
  final int high;

  /**
   * Computes weights.
   *
   * @param inSize pixels of the input axis
   * @param outSize pixels of the whole output axis
   * @param from first output that is wanted
   * @param count number of outputs that are wanted
   */
  Coefficients(int inSize, int outSize, int from, int count) {
    double scale = (double) inSize / outSize;
    double filterScale = Math.max(scale, 1.0);
    double inverse = 1.0 / filterScale;
    first = new int[count];
    begin = new int[count + 1];
    int mostTaps = (int) Math.min(inSize, 2 * Math.ceil(filterScale) + 1);
    int[] weights = new int[mostTaps * count];
    double[] taps = new double[mostTaps];
    int used = 0;
    int most = 0;
    int smallest = Integer.MAX_VALUE;
    int largest = 0;
    for (int i = 0; i < count; i++) {
      double center = (from + i + 0.5) * scale;
      int start = Math.max((int) (center - filterScale + 0.5), 0);
      int end = Math.min((int) (center + filterScale + 0.5), inSize);
      double sum = 0;
      for (int x = start; x < end; x++) {
        double w = 1.0 - Math.abs((x - center + 0.5) * inverse);
        taps[x - start] = w > 0 ? w : 0;
        sum += taps[x - start];
      }
      begin[i] = used;
      first[i] = start;
      for (int x = start; x < end; x++) {
        int w = (int) (0.5 + (sum == 0 ? 0 : taps[x - start] / sum) * ONE);
        // Weights of zero at either end change nothing and are left out.
        if (w == 0 && used == begin[i]) {
          first[i] = x + 1;
        } else {
          weights[used++] = w;
        }
      }
      while (used > begin[i] && weights[used - 1] == 0) {
        used--;
      }
      int taken = used - begin[i];
      most = Math.max(most, taken);
      smallest = Math.min(smallest, first[i]);
      largest = Math.max(largest, first[i] + taken);
    }
    begin[count] = used;
    weight = weights;
    maxTaps = most;
    low = smallest;
    high = largest;
  }
}

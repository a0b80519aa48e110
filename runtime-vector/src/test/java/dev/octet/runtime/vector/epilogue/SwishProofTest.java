package dev.octet.runtime.vector.epilogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.kernel.Requantize;
import dev.octet.runtime.schedule.epilogue.HardSwish;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.vector.lanes.Lanes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SwishProofTest {
  private static final int CHANNELS = 30 * Lanes.COUNT;

  private static HardSwish swish(int bits, long seed, boolean ties) {
    Random random = new Random(seed);
    int[] m = new int[CHANNELS];
    byte[] s = new byte[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      // Outputs from 0 to somewhere between 1 and 16.
      double factor = 255 / (6 * Math.exp(random.nextDouble() * Math.log(16))) / (1L << 2 * bits);
      int shift = 21 - Math.getExponent(factor);
      s[c] = (byte) shift;
      m[c] = ties ? 1 << 21 : (int) Math.scalb(factor, shift);
    }
    return new HardSwish(bits, new Rescale(m, s));
  }

  /** What is proved holds for every pre-activation there is. */
  @Test
  void provedVectorsRoundAsIntegersDo() {
    for (int bits = 6; bits <= 12; bits++) {
      for (boolean ties : new boolean[] {false, true}) {
        HardSwish swish = swish(bits, bits, ties);
        boolean[] proved = SwishProof.vectors(swish, CHANNELS);
        for (int c = 0; c < CHANNELS; c += 1 + c % 7) {
          if (proved[c / Lanes.COUNT]) {
            check(swish, c);
          }
        }
      }
    }
  }

  private static void check(HardSwish swish, int c) {
    int m = swish.output.multiplier[c];
    int s = swish.output.shift[c];
    float scale = (float) Math.scalb((double) m, -s);
    int three = 3 << swish.fractionBits;
    for (int p = Short.MIN_VALUE; p <= Short.MAX_VALUE; p++) {
      int u = Math.max(0, Math.min(2 * three, p + three));
      long exact = Requantize.rescale((long) p * u, m, s);
      float q = Math.fma((float) p * (float) u, scale, EpilogueLanes.MAGIC);
      if (Math.abs(exact) <= 512) {
        int rounded = Float.floatToRawIntBits(q) - EpilogueLanes.MAGIC_BITS;
        assertEquals(exact, rounded, () -> swish.fractionBits + " bits, channel " + c);
      }
    }
  }

  /** Scales of their own in every channel, as the quantizer makes them, must not be too much. */
  @Test
  void mostVectorsAreProved() {
    for (int bits = 8; bits <= 10; bits++) {
      boolean[] proved = SwishProof.vectors(swish(bits, bits, false), CHANNELS);
      int count = 0;
      for (boolean vector : proved) {
        count += vector ? 1 : 0;
      }
      assertTrue(count >= 20, bits + " bits: " + Arrays.toString(proved));
    }
  }
}

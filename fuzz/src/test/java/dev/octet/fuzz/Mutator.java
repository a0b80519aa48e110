package dev.octet.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes bytes at random; the same seed makes the same changes. */
final class Mutator {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    4,
    7,
    8,
    16,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    1 << 20,
    1 << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final String[] WORDS = {
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    ":",
    "-",
    "0",
    "9",
    "99999999999",
    "1e999",
    "NaN",
    "null",
    "true",
    "[[[[[[[[",
    "{\"a\":{\"a\":",
    "\\u0000",
    "../",
    "'",
    "(",
    ")",
    "\n",
    "\0",
    "%s"
  };

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(mix(seed));
  }

  /**
   * Murmur3's finalizer: neighbouring seeds would give generators whose numbers are the same, one
   * place apart.
   */
  private static long mix(long seed) {
    long mixed = (seed ^ seed >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in this many times. */
  boolean chance(int times) {
    return random.nextInt(times) == 0;
  }

  /** A copy with one to four changes. */
  byte[] mutate(byte[] seed) {
    byte[] bytes = seed.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = bytes.length == 0 ? new byte[] {(byte) random.nextInt()} : change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = position(bytes.length);
    switch (random.nextInt(11)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt();
      case 3 -> bytes[at] = (byte) NUMBERS[random.nextInt(NUMBERS.length)];
      case 4, 5 -> number(bytes, at);
      case 6 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 7 -> {
        return spliced(bytes, at, new byte[0], Math.min(1 + random.nextInt(16), bytes.length - at));
      }
      case 8 -> {
        String word = WORDS[random.nextInt(WORDS.length)];
        byte[] more = new byte[word.length()];
        for (int i = 0; i < more.length; i++) {
          more[i] = (byte) word.charAt(i);
        }
        int over = random.nextBoolean() ? 0 : Math.min(more.length, bytes.length - at);
        return spliced(bytes, at, more, over);
      }
      case 9 -> {
        return spliced(bytes, at, repeated(bytes, at), 0);
      }
      default -> {
        int length = Math.min(1 + random.nextInt(64), bytes.length - at);
        byte[] block = Arrays.copyOfRange(bytes, at, at + length);
        int to = position(bytes.length);
        int over = random.nextBoolean() ? 0 : Math.min(length, bytes.length - to);
        return spliced(bytes, to, block, over);
      }
    }
    return bytes;
  }

  /** One to four bytes, up to 2,048 times: depth, wildcards, long names and lines. */
  private byte[] repeated(byte[] bytes, int at) {
    int length = Math.min(1 + random.nextInt(4), bytes.length - at);
    byte[] many = new byte[length << 1 + random.nextInt(11)];
    for (int i = 0; i < many.length; i++) {
      many[i] = bytes[at + i % length];
    }
    return many;
  }

  /** Anywhere, but every other time near the beginning, where headers are. */
  private int position(int length) {
    return random.nextInt(random.nextBoolean() ? length : Math.min(length, 512));
  }

  /** A number of 2, 4 or 8 bytes, of either order, sometimes near the one that is there. */
  private void number(byte[] bytes, int at) {
    int size = 2 << random.nextInt(3);
    boolean little = random.nextBoolean();
    long value = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
    for (int i = 0; i < size && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> 8 * (little ? i : size - 1 - i));
    }
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] more, int over) {
    byte[] result = new byte[bytes.length - over + more.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(more, 0, result, at, more.length);
    System.arraycopy(bytes, at + over, result, at + more.length, bytes.length - at - over);
    return result;
  }
}

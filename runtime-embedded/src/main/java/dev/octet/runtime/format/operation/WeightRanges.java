package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.ByteCursor;
import dev.octet.runtime.format.bytes.OctetFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of the weights section that operations use. Two operations may use the same part; parts
 * do not overlap otherwise, and what is between them is padding: zero, and less than one alignment.
 */
final class WeightRanges {
  private final int start;
  private final int length;
  private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

  WeightRanges(int start, int length) {
    this.start = start;
    this.length = length;
  }

  /** Index in the file of the section's first byte. */
  int start() {
    return start;
  }

  /** Registers a part, named at position {@code at} of the file. */
  void add(ByteCursor cursor, int at, int offset, int count) {
    if (offset % OctetFormat.ALIGNMENT != 0) {
      throw cursor.failureAt(at, "weights start at " + offset + ", not a multiple of 64");
    }
    if (offset > length - count) {
      throw cursor.failureAt(
          at, count + " weights from " + offset + " leave their section of " + length + " bytes");
    }
    Integer known = lengths.put(offset, count);
    if (known != null && known != count) {
      throw cursor.failureAt(at, "weights at " + offset + " overlap others");
    }
  }

  /** Refuses parts that overlap, and anything but zeros between them. */
  void requireZeroGaps(byte[] file, ByteCursor cursor) {
    long end = 0;
    for (Map.Entry<Integer, Integer> part : lengths.entrySet()) {
      requireGap(file, cursor, end, part.getKey());
      end = (long) part.getKey() + part.getValue();
    }
    requireGap(file, cursor, end, length);
  }

  private void requireGap(byte[] file, ByteCursor cursor, long from, long to) {
    if (to < from) {
      throw cursor.failureAt(start + to, "weights overlap");
    }
    if (to - from >= OctetFormat.ALIGNMENT) {
      throw cursor.failureAt(start + from, "bytes between weights that nothing uses");
    }
    for (long i = from; i < to; i++) {
      if (file[(int) (start + i)] != 0) {
        throw cursor.failureAt(start + i, "padding between weights is not zero");
      }
    }
  }
}

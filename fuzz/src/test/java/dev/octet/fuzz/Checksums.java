package dev.octet.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Makes the checksum of an {@code .octet} file right (docs/format.md), to get past it. */
final class Checksums {
  private static final int CHECKSUM_AT = 28;
  private static final int LENGTH_AT = 16;

  private Checksums() {}

  /** A changed seed, mostly with right length and checksum. */
  static byte[] mutated(byte[] seed, Mutator mutator) {
    byte[] changed = mutator.mutate(seed);
    return mutator.chance(8) ? changed : repaired(changed);
  }

  static byte[] repaired(byte[] file) {
    if (file.length < CHECKSUM_AT + 4) {
      return file;
    }
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(LENGTH_AT, file.length);
    CRC32 crc = new CRC32();
    crc.update(file, 0, CHECKSUM_AT);
    crc.update(file, CHECKSUM_AT + 4, file.length - CHECKSUM_AT - 4);
    buffer.putInt(CHECKSUM_AT, (int) crc.getValue());
    return file;
  }
}

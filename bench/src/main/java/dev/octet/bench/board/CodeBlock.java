package dev.octet.bench.board;

/**
 * Straight code that QEMU translated at once: up to a branch, the rest of a block that was entered
 * in its middle, or as much as a translation holds.
 *
 * @param address where it lies in the guest's memory
 * @param words its instructions, 32 bits each
 */
record CodeBlock(long address, int[] words) {
  /** Bytes of an instruction. */
  static final int WORD = 4;

  int instructions() {
    return words.length;
  }

  /** The address behind its last instruction. */
  long end() {
    return address + (long) WORD * words.length;
  }

  /** The address of its last instruction. */
  long last() {
    return end() - WORD;
  }
}

package dev.octet.bench.board;

/**
 * What ran between two marks.
 *
 * @param name what the marks were called
 * @param counts how often each block ran, by the block's number; as long as there were blocks when
 *     the section ended
 */
record Section(String name, double[] counts) {
  /** How often a block ran; 0 for one that is newer than the section. */
  double count(int block) {
    return block < counts.length ? counts[block] : 0;
  }
}

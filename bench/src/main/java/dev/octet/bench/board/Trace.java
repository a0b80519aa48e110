package dev.octet.bench.board;

import java.util.List;

/**
 * Blocks that ran one after the other, each about as often as the first.
 *
 * @param blocks their numbers, in order
 * @param instructions executed instructions
 * @param texts one pass through all blocks
 */
record Trace(List<Integer> blocks, double instructions, List<String> texts) {}

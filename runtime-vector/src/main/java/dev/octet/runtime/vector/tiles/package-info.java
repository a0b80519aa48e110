/**
 * Unrolled inner loops whose sums stay in registers. All of it is printed by {@code tools/kernels};
 * change the generator, never these files.
 */
package dev.octet.runtime.vector.tiles;

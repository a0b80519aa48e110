/**
 * Prints the unrolled inner loops of the kernels. Nothing here needs more than the JDK, so that
 * {@code tools/kernels/generate} can run it from its sources.
 */
package dev.octet.runtime.vector.generate;

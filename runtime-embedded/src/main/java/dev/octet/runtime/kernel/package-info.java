/**
 * Kernels: the interface of a kernel and of a set of them, the memory they work on, and the
 * arithmetic they share. The sets stand in rooms of their own ({@code reference}, {@code scalar},
 * and {@code vector} in its own module); every set produces the same bits.
 *
 * <p>Not API: kernel sets of other modules belong to the same release.
 */
package dev.octet.runtime.kernel;

/**
 * Kernels: the interface of a kernel and of a set of them, the memory they work on, and the
 * arithmetic they share. The sets stand in rooms of their own ({@code reference}, {@code scalar},
 * and {@code vector} in its own module); every set answers the same bits.
 */
package dev.octet.runtime.kernel;

/**
 * Kernels: the reference set, which is plain and stays so, and the interface behind which faster
 * sets stand. Every set answers the same bits.
 */
package dev.octet.runtime.kernel;

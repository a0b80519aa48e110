/**
 * Kernels in the Vector API of JDK 17 and newer. Sums run in float lanes where every partial sum is
 * an integer below 2^24, and so are exact; every answer equals the reference set's bit for bit.
 */
package dev.octet.runtime.vector;

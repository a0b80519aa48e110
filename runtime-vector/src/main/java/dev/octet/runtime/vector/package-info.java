/**
 * Kernels in the Vector API of JDK 17 and newer: the set, which chooses a kernel for each
 * operation. Its rooms, each of which may use those before it: {@code lanes}; {@code tiles} and
 * {@code epilogue}; {@code dense}, {@code packed}, {@code depthwise} and {@code channelwise};
 * {@code int16}. Sums run in float lanes where every partial sum is an integer below 2^24, and so
 * are exact; every result equals the reference set's bit for bit.
 */
package dev.octet.runtime.vector;

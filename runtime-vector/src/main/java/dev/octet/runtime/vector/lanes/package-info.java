/**
 * What everything else in this module stands on: the machine's vector shapes and the rules that
 * keep C2 from allocating vectors, three pixels in a 64-bit lane, and the proofs that sums in float
 * lanes are exact.
 */
package dev.octet.runtime.vector.lanes;

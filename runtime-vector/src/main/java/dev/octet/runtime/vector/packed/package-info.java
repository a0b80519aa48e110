/** Pointwise convolutions of int8 maps, three pixels in each 64-bit lane. */
package dev.octet.runtime.vector.packed;

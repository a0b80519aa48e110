/** Convolutions of int16 maps (mixed precision). */
package dev.octet.runtime.vector.int16;

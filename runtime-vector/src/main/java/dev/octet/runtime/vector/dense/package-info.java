/** Ungrouped convolutions of int8 maps in float lanes, and fully connected layers in ints. */
package dev.octet.runtime.vector.dense;

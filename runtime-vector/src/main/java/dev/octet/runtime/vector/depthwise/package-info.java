/** Depthwise convolutions of int8 maps in float lanes, lanes over channels. */
package dev.octet.runtime.vector.depthwise;

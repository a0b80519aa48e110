/**
 * From sums to int8 or int16 elements: rescaling, residual, hard-swish and clamp in float lanes,
 * straight to bytes where that is proved to round like the integer form, in stages with a look at
 * ties elsewhere.
 */
package dev.octet.runtime.vector.epilogue;

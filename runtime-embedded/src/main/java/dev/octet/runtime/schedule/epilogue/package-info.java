/**
 * From an accumulator to an output element: rescaling, residual, hard-swish, clamp
 * (docs/arithmetic.md, equations 8 and 10 to 12), as integers.
 *
 * <p>Public API for reading what a model says.
 */
package dev.octet.runtime.schedule.epilogue;

/**
 * From an accumulator to an output element: rescaling, residual, hard-swish, clamp
 * (docs/arithmetic.md, equations 1 to 5), as integers.
 *
 * <p>Public API for reading what a model says.
 */
package dev.octet.runtime.schedule.epilogue;

/**
 * What an {@code .octet} file says: tensors, operations in order, and the integers of every
 * rescaling. Written by the quantizer, read by the runtime, defined byte by byte in {@code
 * docs/format.md}; the equations are in {@code docs/arithmetic.md}.
 *
 * <p>Public API for reading what a model says.
 */
package dev.octet.runtime.schedule;

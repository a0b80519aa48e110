/**
 * The {@code .octet} file, byte by byte as {@code docs/format.md} defines it: reader, limits, and
 * the checks that a schedule must pass before anything runs it. The writer is on the host ({@code
 * dev.octet.quantizer.write}).
 */
package dev.octet.runtime.format;

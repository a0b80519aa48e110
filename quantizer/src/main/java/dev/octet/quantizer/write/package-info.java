/** Writes schedules as {@code .octet} files (docs/format.md). */
package dev.octet.quantizer.write;

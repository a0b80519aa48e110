/** Files that are quantized already: their scales, zero points and integers as a schedule's. */
package dev.octet.quantizer.kept;

/**
 * What a file says of how it was made: written by the quantizers, read by reports and commands. The
 * lowest room of {@code quantizer}.
 */
package dev.octet.quantizer.provenance;

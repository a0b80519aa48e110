/** {@code octet compare}. Above {@code quantize}. */
package dev.octet.cli.compare;

/** {@code octet quantize}. Above {@code model}. */
package dev.octet.cli.quantize;

/**
 * The {@code .octet} file, byte by byte as {@code docs/format.md} defines it: reader, limits, and
 * the checks that a schedule must pass before anything runs it. The writer is on the host ({@code
 * dev.octet.quantizer.write}).
 *
 * <p>Not API: the file's format is stable, the classes that read it are not. Load files with {@link
 * dev.octet.runtime.OctetModel}.
 */
package dev.octet.runtime.format;

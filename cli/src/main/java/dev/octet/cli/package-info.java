/**
 * The {@code octet} command: it parses, calls the other modules and prints. Rooms, each allowed to
 * use those before it: {@code console}, {@code option}, {@code model}, {@code quantize}, {@code
 * compare}, {@code board}, {@code demo}; this package, which knows every command, is above them.
 */
package dev.octet.cli;

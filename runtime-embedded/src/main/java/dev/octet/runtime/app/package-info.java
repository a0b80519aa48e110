/**
 * The program of the runtime jar: command line, line protocol, pictures from files, benchmark text,
 * check of a release's files.
 *
 * <p>Not API: what is stable is the command line and the line protocol ({@code
 * docs/raspberry-pi.md}). Embed {@code dev.octet.runtime} instead.
 */
package dev.octet.runtime.app;

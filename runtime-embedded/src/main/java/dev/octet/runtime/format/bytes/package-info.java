/**
 * The bytes of a file: constants, limits, and a cursor that checks every read.
 *
 * <p>Not API.
 */
package dev.octet.runtime.format.bytes;

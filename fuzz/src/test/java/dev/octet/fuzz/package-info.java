/**
 * Every parser of the project fed with files that are not what they say: {@link
 * dev.octet.fuzz.FuzzTarget} lists them.
 */
package dev.octet.fuzz;

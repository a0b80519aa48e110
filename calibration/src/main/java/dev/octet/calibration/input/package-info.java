/**
 * Inputs as everything above goes over them: one pass over a source, which skips what cannot be
 * read; a cache that decodes each picture once; the inputs that are left, by number.
 */
package dev.octet.calibration.input;

/**
 * Runs finished steps on the calibration pictures, with the runtime's own kernels, so that later
 * steps see what they will see.
 */
package dev.octet.quantizer.simulate;

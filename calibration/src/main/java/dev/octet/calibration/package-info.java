/** Pictures and tensors in, activation statistics out. */
package dev.octet.calibration;

/** Photos, tensors and labels in, one input at a time. */
package dev.octet.calibration;

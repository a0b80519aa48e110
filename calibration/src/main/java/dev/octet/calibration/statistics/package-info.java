/** What activations look like, and how close two sets of logits are. */
package dev.octet.calibration.statistics;

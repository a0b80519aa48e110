/** How close two sets of logits are, with intervals. */
package dev.octet.calibration.statistics;

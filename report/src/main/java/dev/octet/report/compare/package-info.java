/** Runs a float model and its candidates side by side over data, resumable. Above {@code layer}. */
package dev.octet.report.compare;

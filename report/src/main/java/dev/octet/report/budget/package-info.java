/** Limits of accuracy, and the search for a quantization that keeps them. Above {@code compare}. */
package dev.octet.report.budget;

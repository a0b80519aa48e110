/**
 * Sequential quantization: one step after another, each tuned on what the quantized steps before it
 * produce. Moments of those outputs, fits of weights to float sums, and how close the result is.
 */
package dev.octet.quantizer.tuning;

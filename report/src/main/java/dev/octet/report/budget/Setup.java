package dev.octet.report.budget;

import dev.octet.quantizer.QuantizerSettings;

/**
 * How to quantize once.
 *
 * @param settings of the quantizer
 * @param samples number of calibration inputs
 */
public record Setup(QuantizerSettings settings, int samples) {}

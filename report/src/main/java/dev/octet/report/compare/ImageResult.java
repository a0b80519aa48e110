package dev.octet.report.compare;

import dev.octet.report.statistics.ImageFidelity;

/**
 * Results of one input.
 *
 * @param index its index in the source
 * @param fidelity float against int8
 */
public record ImageResult(int index, ImageFidelity fidelity) {}

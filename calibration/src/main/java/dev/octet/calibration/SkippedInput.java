package dev.octet.calibration;

/**
 * An input that could not be read.
 *
 * @param index its index in the source
 * @param name where it came from
 * @param reason why it could not be read
 */
public record SkippedInput(int index, String name, String reason) {}

package dev.octet.model;

/**
 * What the 8-bit elements of a tensor stand for: {@code real = scale * (element - zeroPoint)}.
 *
 * @param scale positive and finite
 * @param zeroPoint -128 to 127, as elements with a sign are counted
 */
public record TensorScale(double scale, int zeroPoint) {}

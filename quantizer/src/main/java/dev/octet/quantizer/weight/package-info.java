/**
 * From float weights to int8 weights and int32 biases: scales, error-compensated rounding, bias
 * correction.
 */
package dev.octet.quantizer.weight;

package dev.octet.quantizer.weight;

/**
 * A convolution in integers.
 *
 * @param weights [outputChannels][kernelHeight][kernelWidth][inputChannels / groups], -127 to 127
 * @param bias one per output channel at accumulator scale, zero points of the input folded in
 * @param scale real value of one accumulator unit in each output channel
 */
public record QuantizedWeights(byte[] weights, int[] bias, double[] scale) {}

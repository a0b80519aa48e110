/** Quantization without images: what batch normalization remembers of the training data. */
package dev.octet.quantizer.datafree;

/** Which tensors cost how much fidelity when they are quantized, and what widening them gains. */
package dev.octet.quantizer.sensitivity;

/**
 * Choices between ways to quantize, made by what each does to the logits of inputs that were held
 * out.
 */
package dev.octet.quantizer.choice;

/** Mixed precision: which tensors get 16 bits, and how many of them. */
package dev.octet.quantizer.mixed;

/** Matrix products by loops over pixels, and the choice of a form of products for a machine. */
package dev.octet.runtime.kernel.scalar.product;

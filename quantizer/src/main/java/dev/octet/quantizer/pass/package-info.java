/** Graph passes: each takes a float graph and gives an equal one that is simpler to quantize. */
package dev.octet.quantizer.pass;

/** Float graph and statistics in, integer schedule out. */
package dev.octet.quantizer;

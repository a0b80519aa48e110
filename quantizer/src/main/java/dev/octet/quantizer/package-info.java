/**
 * Float graph and inputs in, integer schedule out: the two quantizers, their settings and what they
 * answer. How it is done is in the rooms below.
 */
package dev.octet.quantizer;

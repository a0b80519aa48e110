/** Which real range the elements of each tensor stand for. */
package dev.octet.quantizer.range;

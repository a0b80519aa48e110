/** Networks, inputs and models for the tests of this module and of those above it. */
package dev.octet.quantizer.testing;

/**
 * The embedded runtime: loads an {@code .octet} file and classifies pictures with it in integer
 * arithmetic.
 */
package dev.octet.runtime;

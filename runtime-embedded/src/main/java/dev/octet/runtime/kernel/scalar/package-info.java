/**
 * Kernels in plain Java for any JVM from 8 on, with loops shaped so that the JIT compiler
 * vectorizes them. Every result equals the reference set's bit for bit.
 */
package dev.octet.runtime.kernel.scalar;

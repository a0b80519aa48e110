/**
 * The embedded runtime, a library: {@link dev.octet.runtime.OctetModel} loads an {@code .octet}
 * file, a {@link dev.octet.runtime.Session} runs it in integer arithmetic.
 *
 * <p>Public API, with {@code preprocess} and {@code schedule}; the other packages below this one
 * may change from one release to the next. The program of the jar is in {@code app}, and nothing
 * here may use it.
 */
package dev.octet.runtime;

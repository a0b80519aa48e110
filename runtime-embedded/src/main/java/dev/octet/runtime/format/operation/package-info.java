/**
 * How each kind of step lies in a file, and what must hold of it: one class for each kind, all of
 * them values of the list in {@code OperationReader}. A new kind is one class here and one line
 * there.
 *
 * <p>Not API.
 */
package dev.octet.runtime.format.operation;

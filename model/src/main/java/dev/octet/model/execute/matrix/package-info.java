/**
 * The two products that take nearly all the time, matrix and depthwise, in plain Java and in the
 * Vector API, with the same bits.
 */
package dev.octet.model.execute.matrix;

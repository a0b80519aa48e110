/**
 * What a tensor of an ONNX graph stands for during the import: a constant, or a tensor of the float
 * graph and the order in which ONNX looks at its axes.
 */
package dev.octet.model.onnx.tensor;

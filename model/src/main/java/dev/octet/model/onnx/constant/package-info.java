/** Constants of an ONNX graph and the evaluation of operators that only read constants. */
package dev.octet.model.onnx.constant;

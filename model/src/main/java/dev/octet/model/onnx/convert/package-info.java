/** One converter per ONNX operator, and the state of an import that they share. */
package dev.octet.model.onnx.convert;

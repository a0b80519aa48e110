/**
 * What an ONNX file says, out of its protobuf: nodes, attributes and constants, nothing
 * interpreted.
 */
package dev.octet.model.onnx.raw;

/**
 * The quantized model as ONNX with QuantizeLinear and DequantizeLinear nodes, for other tools: ONNX
 * Runtime runs it, Netron draws it.
 */
package dev.octet.quantizer.qdq;

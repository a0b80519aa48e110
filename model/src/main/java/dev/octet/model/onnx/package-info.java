/**
 * ONNX import: {@link dev.octet.model.onnx.OnnxFormat} reads the protobuf into a plain {@link
 * dev.octet.model.onnx.RawGraph}, evaluates what is constant ({@code constant}), converts operators
 * one by one ({@code convert}) and brings spelled-out forms together ({@code pass}).
 */
package dev.octet.model.onnx;

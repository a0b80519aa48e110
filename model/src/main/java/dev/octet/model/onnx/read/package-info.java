/**
 * Reading an ONNX file: its header, the protobuf with limits, its tensors, data beside the file.
 */
package dev.octet.model.onnx.read;

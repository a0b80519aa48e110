/**
 * ONNX import, room by room: {@code read} makes a plain {@link dev.octet.model.onnx.raw.RawGraph}
 * of the protobuf, {@code constant} evaluates what is constant, {@code convert} converts operators
 * one by one to what {@code tensor} describes; {@link dev.octet.model.onnx.OnnxFormat} is the way
 * in.
 */
package dev.octet.model.onnx;

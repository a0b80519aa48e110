package dev.octet.model.onnx.tensor;

/**
 * What an ONNX tensor name stands for during the import: a {@link
 * dev.octet.model.onnx.raw.Constant} or an {@link Activation}.
 */
public interface OnnxValue {}

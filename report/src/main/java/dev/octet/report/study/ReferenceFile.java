package dev.octet.report.study;

/**
 * The float model's file.
 *
 * @param name the model's name
 * @param file the file's name
 * @param bytes its size
 * @param format such as {@code ONNX opset 17}
 * @param sha256 its hash
 */
public record ReferenceFile(String name, String file, long bytes, String format, String sha256) {}

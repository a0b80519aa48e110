/** The evaluation of operators that read nothing but constants. */
package dev.octet.model.onnx.constant;

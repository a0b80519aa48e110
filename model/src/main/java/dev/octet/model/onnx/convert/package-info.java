/** One converter per ONNX operator, and the views that keep ONNX axes apart from the HWC layout. */
package dev.octet.model.onnx.convert;

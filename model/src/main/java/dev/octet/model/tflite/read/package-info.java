/** TensorFlow Lite's file: tensors, operators and stored values, each number checked. */
package dev.octet.model.tflite.read;

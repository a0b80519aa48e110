/** TensorFlow Lite's operators as nodes of the float graph. */
package dev.octet.model.tflite.convert;

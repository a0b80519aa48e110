/**
 * TensorFlow Lite files ({@code .tflite}): {@code flat} reads FlatBuffers, {@code read} tensors and
 * operators, {@code convert} makes nodes of them.
 */
package dev.octet.model.tflite;

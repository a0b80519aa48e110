/** Measurements: layers and whole networks, Octet beside ONNX Runtime. */
package dev.octet.bench;

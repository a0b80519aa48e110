/**
 * Float models: where they come from ({@code onnx}, {@code torch}), what they are ({@code graph}),
 * how they run ({@code execute}).
 */
package dev.octet.model;

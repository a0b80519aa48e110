/**
 * Float models: what is read ({@link dev.octet.model.FloatModel}), with which options and limits.
 * The rooms: the {@code graph}; {@code pass}es over it; the importers ({@code onnx}, {@code torch}
 * and the {@code family} a state dict belongs to, {@code keras}); {@code load}, which finds the
 * importer of a file; and {@code execute}, which runs a graph in float.
 */
package dev.octet.model;

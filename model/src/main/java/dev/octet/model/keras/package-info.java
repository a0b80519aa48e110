/**
 * Keras files: {@code .h5} of Keras 2 and 3, {@code .keras}. The architecture comes from the file's
 * own config ({@code config}), its weights from HDF5 ({@code weight}); {@code layer} has a
 * converter for each layer. Nothing in a file is ever executed.
 */
package dev.octet.model.keras;

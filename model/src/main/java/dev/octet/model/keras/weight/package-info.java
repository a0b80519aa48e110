/** Stored weights of a Keras file: HDF5, in the layouts that Keras has had. */
package dev.octet.model.keras.weight;

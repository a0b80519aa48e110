/** The architecture in a Keras file: its JSON as layers, their settings and calls. */
package dev.octet.model.keras.config;

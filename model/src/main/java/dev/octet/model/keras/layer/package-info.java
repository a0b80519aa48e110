/** What Keras' layers become in the float graph, one small converter a layer. */
package dev.octet.model.keras.layer;

package dev.octet.model.keras.layer;

/** Turns one call of a layer into nodes. */
@FunctionalInterface
public interface LayerConverter {
  /**
   * Converts a call.
   *
   * @return the layer's output
   * @throws dev.octet.runtime.OctetException UNSUPPORTED or INPUT naming the layer
   */
  KerasValue convert(LayerCall call);
}

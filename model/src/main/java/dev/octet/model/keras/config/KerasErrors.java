package dev.octet.model.keras.config;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** The failures of a Keras import, worded alike. */
public final class KerasErrors {
  private static final String SAVE_AGAIN =
      "the file is damaged or made up; save the model again with model.save('model.keras')";

  private KerasErrors() {}

  /** A file that contradicts itself. */
  public static OctetException damaged(String what, String where, Throwable cause) {
    return new OctetException(Failure.INPUT, what, where, SAVE_AGAIN, cause);
  }

  /** A file that contradicts itself. */
  public static OctetException damaged(String what, String where) {
    return damaged(what, where, null);
  }

  /** A layer with settings that no valid file holds. */
  public static OctetException invalid(LayerConfig layer, String what) {
    return damaged(what, layer.where());
  }

  /** A layer that Octet cannot take. */
  public static OctetException unsupported(LayerConfig layer, String what, String remedy) {
    return new OctetException(Failure.UNSUPPORTED, what, layer.where(), remedy);
  }
}

package dev.octet.model.tflite.read;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** The failures of an import from TensorFlow Lite, worded alike. */
public final class TfliteErrors {
  private static final String AGAIN = "the file is damaged or made up; copy it or convert it again";

  private TfliteErrors() {}

  /** A file that contradicts itself. */
  public static OctetException damaged(String what, String where) {
    return new OctetException(Failure.INPUT, what, where, AGAIN);
  }

  /** An operator with settings that no valid file holds. */
  public static OctetException invalid(TfliteOperator operator, String what) {
    return damaged(what, operator.label());
  }

  /** An operator that Octet cannot take. */
  public static OctetException unsupported(TfliteOperator operator, String what, String remedy) {
    return new OctetException(Failure.UNSUPPORTED, what, operator.label(), remedy);
  }

  /** A tensor that Octet cannot take. */
  public static OctetException unsupported(TfliteTensor tensor, String what, String remedy) {
    return new OctetException(Failure.UNSUPPORTED, what, tensor.label(), remedy);
  }
}

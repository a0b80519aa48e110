package dev.octet.model.onnx.raw;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** The failures of an ONNX import, worded alike. */
public final class OnnxErrors {
  /** Remedy for a file that contradicts itself. */
  public static final String EXPORT_AGAIN = "export the model again";

  private OnnxErrors() {}

  /** A node that is valid ONNX but that Octet cannot take. */
  public static OctetException unsupported(RawNode node, String what, String remedy) {
    return new OctetException(Failure.UNSUPPORTED, what, where(node), remedy);
  }

  /** A node that no valid ONNX file holds. */
  public static OctetException invalid(RawNode node, String what) {
    return new OctetException(Failure.INPUT, what, where(node), EXPORT_AGAIN);
  }

  /** A tensor that no valid ONNX file holds. */
  public static OctetException invalidTensor(String name, String what) {
    return new OctetException(Failure.INPUT, what, "tensor '" + name + "'", EXPORT_AGAIN);
  }

  /** A graph that no valid ONNX file holds. */
  public static OctetException invalidGraph(String what, String where) {
    return new OctetException(Failure.INPUT, what, where, EXPORT_AGAIN);
  }

  private static String where(RawNode node) {
    return "node '" + node.name() + "' (" + node.opType() + ")";
  }
}

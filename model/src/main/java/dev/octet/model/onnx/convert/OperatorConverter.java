package dev.octet.model.onnx.convert;

import dev.octet.model.onnx.raw.RawNode;

/** Converts one kind of ONNX node that reads at least one activation. */
@FunctionalInterface
public interface OperatorConverter {
  /**
   * Converts a node: says what its outputs stand for, and emits float graph nodes where something
   * is computed.
   *
   * @throws dev.octet.runtime.OctetException (UNSUPPORTED) naming the node and the reason
   */
  void convert(RawNode node, Conversion conversion);
}

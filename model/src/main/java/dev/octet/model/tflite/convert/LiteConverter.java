package dev.octet.model.tflite.convert;

import dev.octet.model.tflite.read.TfliteOperator;

/** Takes one kind of operator. */
@FunctionalInterface
interface LiteConverter {
  /**
   * Emits what the operator computes and defines its output.
   *
   * @throws dev.octet.runtime.OctetException INPUT for settings that no valid file holds,
   *     UNSUPPORTED for those that Octet cannot take
   */
  void convert(TfliteOperator operator, LiteConversion conversion);
}

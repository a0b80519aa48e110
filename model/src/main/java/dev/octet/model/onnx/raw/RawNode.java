package dev.octet.model.onnx.raw;

import java.util.List;

/**
 * One node of an ONNX graph as the file has it.
 *
 * @param name the file's name for it, or its first output's name where it has none
 * @param opType operator, such as {@code Conv}
 * @param domain operator set, empty for ONNX's own
 * @param inputs names of the tensors read, empty where an optional one is left out
 * @param outputs names of the tensors written, empty where an optional one is left out
 * @param attributes its attributes
 */
public record RawNode(
    String name,
    String opType,
    String domain,
    List<String> inputs,
    List<String> outputs,
    RawAttributes attributes) {
  /** Copies the lists. */
  public RawNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Name of an input, empty if it is left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** Name of the first output. */
  public String output() {
    return outputs.get(0);
  }
}

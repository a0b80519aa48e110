package dev.octet.model.onnx.raw;

import java.util.List;
import java.util.Map;

/**
 * An ONNX graph as the file has it, free of protobuf.
 *
 * @param opset version of ONNX's own operator set
 * @param inputs inputs that are not initializers
 * @param outputs names of the outputs
 * @param nodes nodes in the file's order
 * @param initializers stored tensors by name
 */
public record RawGraph(
    int opset,
    List<Input> inputs,
    List<String> outputs,
    List<RawNode> nodes,
    Map<String, Constant> initializers) {
  /** Copies the lists; the map is shared. */
  public RawGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
  }

  /**
   * A graph input.
   *
   * @param name its name
   * @param dims its extents, -1 where the file leaves one open
   */
  public record Input(String name, List<Long> dims) {
    /** Copies the list. */
    public Input {
      dims = List.copyOf(dims);
    }
  }
}

package dev.octet.report.compare;

import dev.octet.model.graph.GraphOutput;
import dev.octet.report.layer.Signal;
import java.util.stream.Collectors;

/**
 * Float against int8 at one output of a network, over all inputs.
 *
 * @param output the output
 * @param signal its values: what goes into a softmax or sigmoid at its end
 */
public record OutputFidelity(GraphOutput output, Signal signal) {
  /** Its shape in the source file, such as {@code 1x288x4}. */
  public String shape() {
    return output.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}

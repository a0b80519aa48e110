package dev.octet.report.compare;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.GraphOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * One array of a dump.
 *
 * @param name its name
 * @param candidate whose answers it holds, -1 for the float model's
 * @param output which output
 * @param shape the shape of one input's row
 */
public record DumpMatrix(String name, int candidate, int output, List<Integer> shape) {
  /** Copies the list. */
  public DumpMatrix {
    shape = List.copyOf(shape);
  }

  /** Elements of a row. */
  int elements() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * The arrays of a comparison: of a network that gives one row of values, a matrix for the float
   * model and each candidate; of any other, one for each of its outputs, in the source's own shape.
   */
  public static List<DumpMatrix> of(FloatGraph graph, int candidates) {
    List<DumpMatrix> matrices = new ArrayList<>();
    for (int c = -1; c < candidates; c++) {
      String name = c < 0 ? "float" : c == 0 ? "int8" : "int8_" + (c + 1);
      if (graph.givesOneRow()) {
        matrices.add(new DumpMatrix(name, c, 0, List.of(graph.classes())));
        continue;
      }
      for (int o = 0; o < graph.outputs().size(); o++) {
        matrices.add(new DumpMatrix(name + "." + o, c, o, row(graph.outputs().get(o))));
      }
    }
    return matrices;
  }

  /** An output's shape without the batch of 1. */
  private static List<Integer> row(GraphOutput output) {
    List<Integer> shape = output.shape();
    return !shape.isEmpty() && shape.get(0) == 1 ? shape.subList(1, shape.size()) : shape;
  }
}

package dev.octet.model.onnx.pass;

import dev.octet.model.graph.FloatGraph;
import java.util.List;

/** The rewrites of an import, in order. */
public final class GraphPasses {
  private static final List<GraphPass> PASSES = List.of(new DropDeadNodes(), new FoldPads());

  private GraphPasses() {}

  /** Applies every rewrite once, in order. */
  public static FloatGraph apply(FloatGraph graph) {
    FloatGraph result = graph;
    for (GraphPass pass : PASSES) {
      result = pass.apply(result);
    }
    return result;
  }
}

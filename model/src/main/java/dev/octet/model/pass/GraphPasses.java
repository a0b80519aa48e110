package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import java.util.List;

/** The rewrites of an import, in order. */
public final class GraphPasses {
  /** Activation functions first, while their constants still stand apart from biases. */
  private static final List<GraphPass> ACTIVATIONS =
      List.of(
          new DropDeadNodes(),
          new DropNeutralSteps(),
          new MergeAffines(true),
          new MergeClips(),
          new FindHardSigmoid(),
          new FindHardSwish(),
          new FindCurves());

  private static final List<GraphPass> LAYERS =
      List.of(
          new FoldSelections(),
          new ActivationsBeforeMoves(),
          new MergeAffines(false),
          new FoldOffsets(),
          new MergeAveragePools(),
          new FoldPads());

  /** When the last layer is one node. */
  private static final List<GraphPass> HEAD = List.of(new BinaryHead());

  private GraphPasses() {}

  /** Applies the rewrites of each group, in order, until nothing changes any more. */
  public static FloatGraph apply(FloatGraph graph) {
    return settle(settle(settle(graph, ACTIVATIONS), LAYERS), HEAD);
  }

  private static FloatGraph settle(FloatGraph graph, List<GraphPass> passes) {
    FloatGraph before;
    FloatGraph result = graph;
    do {
      before = result;
      for (GraphPass pass : passes) {
        result = pass.apply(result);
      }
    } while (result != before);
    return result;
  }
}

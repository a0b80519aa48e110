package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Optional;

/** Makes global average pooling of a mean over the columns and then the rows, or the reverse. */
final class MergeAveragePools implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, MergeAveragePools::merge);
  }

  private static Optional<Rewriter.Replacement> merge(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.GlobalAveragePool)) {
      return Optional.empty();
    }
    return rewriter
        .producer(node.input())
        .filter(before -> isMeanOverOneAxis(before, rewriter.graph()))
        .flatMap(before -> Rewriter.Replacement.of(new Op.GlobalAveragePool(), before.input()));
  }

  private static boolean isMeanOverOneAxis(Node node, FloatGraph graph) {
    if (!(node.op() instanceof Op.AveragePool pool)) {
      return false;
    }
    Window w = pool.window();
    Shape map = graph.shape(node.input());
    boolean rows = w.kernelHeight == map.height() && w.kernelWidth == 1;
    boolean columns = w.kernelWidth == map.width() && w.kernelHeight == 1;
    return (rows || columns)
        && w.strideHeight == 1
        && w.strideWidth == 1
        && (w.padTop | w.padLeft | w.padBottom | w.padRight) == 0;
  }
}

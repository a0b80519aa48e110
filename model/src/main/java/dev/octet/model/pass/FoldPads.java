package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Optional;

/** Makes a border of zeros part of the convolution that alone reads it. */
final class FoldPads implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    return Rewriter.rewrite(graph, FoldPads::fold);
  }

  private static Optional<Rewriter.Replacement> fold(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.Conv conv)) {
      return Optional.empty();
    }
    Node before = rewriter.onlyReadHere(node.input()).orElse(null);
    if (before == null || !(before.op() instanceof Op.Pad pad) || pad.value() != 0) {
      return Optional.empty();
    }
    return Rewriter.Replacement.of(
        new Op.Conv(
            padded(conv.window(), pad),
            conv.groups(),
            conv.outputChannels(),
            conv.weights(),
            conv.bias()),
        before.input());
  }

  private static Window padded(Window w, Op.Pad pad) {
    return w.withPadding(
        w.padTop + pad.top(),
        w.padLeft + pad.left(),
        w.padBottom + pad.bottom(),
        w.padRight + pad.right());
  }
}

package dev.octet.model.onnx.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.runtime.schedule.Window;
import java.util.ArrayList;
import java.util.List;

/** Makes a border of zeros part of the convolution that alone reads it. */
final class FoldPads implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    Links links = new Links(graph);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node merged = node;
      if (node.op() instanceof Op.Conv conv) {
        Node before = links.producer(node.input()).orElse(null);
        if (before != null
            && before.op() instanceof Op.Pad pad
            && pad.value() == 0
            && links.uses(before.output()) == 1) {
          Op.Conv padded =
              new Op.Conv(
                  padded(conv.window(), pad),
                  conv.groups(),
                  conv.outputChannels(),
                  conv.weights(),
                  conv.bias());
          merged = new Node(node.name(), padded, before.inputs(), node.output());
        }
      }
      nodes.add(merged);
    }
    return new DropDeadNodes().apply(graph.withNodes(nodes, graph.outputName()));
  }

  private static Window padded(Window w, Op.Pad pad) {
    return new Window(
        w.kernelHeight,
        w.kernelWidth,
        w.strideHeight,
        w.strideWidth,
        w.padTop + pad.top(),
        w.padLeft + pad.left(),
        w.padBottom + pad.bottom(),
        w.padRight + pad.right(),
        w.dilationHeight,
        w.dilationWidth);
  }
}

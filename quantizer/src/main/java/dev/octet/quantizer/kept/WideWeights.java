package dev.octet.quantizer.kept;

import dev.octet.model.KeptQuantization;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The older files count weights from a zero point between 0 and 255, so that some are beyond 127. A
 * convolution with such weights becomes two: one of what fits, and one of the rest, whose sums have
 * 16 bits and are added before anything is rounded to 8.
 *
 * @param graph with both
 * @param weights scales of all convolutions' weights
 * @param rests tensors of the rests
 */
record WideWeights(FloatGraph graph, Map<String, double[]> weights, Set<String> rests) {
  private static final String REST = "/rest";
  private static final String MAIN = "/main";
  private static final String SUM = "/both";

  static WideWeights split(FloatGraph graph, KeptQuantization kept) {
    Map<String, double[]> scales = new HashMap<>(kept.weights());
    Set<String> rests = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      double[] own = kept.weights().get(node.name());
      if (!(node.op() instanceof Op.Conv conv)
          || own == null
          || KeptWeights.largest(conv, own) <= KeptWeights.LARGEST) {
        nodes.add(node);
        continue;
      }
      float[] fitting = conv.weights().clone();
      float[] beyond = new float[fitting.length];
      for (int i = 0; i < fitting.length; i++) {
        double scale = KeptWeights.scale(own, i / conv.weightsPerChannel());
        int q = KeptWeights.integer(fitting[i], scale);
        int held = Math.max(-KeptWeights.LARGEST, Math.min(KeptWeights.LARGEST, q));
        fitting[i] = (float) (held * scale);
        beyond[i] = (float) ((q - held) * scale);
      }
      String rest = node.output() + REST;
      String main = node.output() + MAIN;
      nodes.add(
          new Node(
              node.name() + REST,
              with(conv, beyond, new float[conv.outputChannels()]),
              node.inputs(),
              rest));
      nodes.add(new Node(node.name(), with(conv, fitting, conv.bias()), node.inputs(), main));
      nodes.add(new Node(node.name() + SUM, new Op.Add(), List.of(main, rest), node.output()));
      scales.put(node.name() + REST, own);
      rests.add(rest);
    }
    return new WideWeights(graph.withNodes(nodes), scales, rests);
  }

  private static Op.Conv with(Op.Conv conv, float[] weights, float[] bias) {
    return new Op.Conv(conv.window(), conv.groups(), conv.outputChannels(), weights, bias);
  }
}

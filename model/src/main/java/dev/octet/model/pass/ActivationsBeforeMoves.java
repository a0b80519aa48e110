package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what looks at one value at a time before a table that only moves values, so that it can join
 * the layer before: the activation and the normalization after a transposed convolution.
 */
final class ActivationsBeforeMoves implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    Map<String, Integer> uses = new HashMap<>();
    graph.nodes().forEach(node -> node.inputs().forEach(t -> uses.merge(t, 1, Integer::sum)));
    graph.heads().forEach(t -> uses.merge(t, 1, Integer::sum));
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Map<String, Integer> writers = new HashMap<>();
    boolean changed = false;
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Integer before = node.inputs().size() == 1 ? writers.get(node.input()) : null;
      writers.put(node.output(), i);
      if (before == null
          || uses.get(node.input()) != 1
          || !(nodes.get(before).op() instanceof Op.Rearrange moves)
          || moves.fills()) {
        continue;
      }
      Node moving = nodes.get(before);
      Op earlier = earlier(node.op(), moves, graph.shape(moving.input()));
      if (earlier == null
          || graph.shape(moving.input()).elements() > 2 * graph.shape(node.output()).elements()) {
        continue;
      }
      nodes.set(before, new Node(node.name(), earlier, moving.inputs(), moving.output()));
      nodes.set(i, new Node(moving.name(), moves, node.inputs(), node.output()));
      changed = true;
    }
    return changed ? graph.withNodes(nodes) : graph;
  }

  /** The same on the values before they move, or null where there is no such operation. */
  private static Op earlier(Op op, Op.Rearrange moves, Shape in) {
    if (op instanceof Op.Clip
        || op instanceof Op.HardSwish
        || op instanceof Op.HardSigmoid
        || op instanceof Op.LeakyRelu
        || op instanceof Op.Unary) {
      return op;
    }
    if (!(op instanceof Op.BatchNorm || op instanceof Op.PRelu)) {
      return null;
    }
    int[] target = targets(moves, in);
    if (target == null) {
      return null;
    }
    if (op instanceof Op.PRelu leaky) {
      return new Op.PRelu(picked(leaky.slopes(), target));
    }
    Op.BatchNorm norm = (Op.BatchNorm) op;
    return new Op.BatchNorm(
        picked(norm.gamma(), target),
        picked(norm.beta(), target),
        picked(norm.mean(), target),
        picked(norm.variance(), target),
        norm.epsilon(),
        norm.hasStatistics());
  }

  private static float[] picked(float[] values, int[] from) {
    float[] picked = new float[from.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values[from[i]];
    }
    return picked;
  }

  /** For each input channel the one output channel that it goes to; null if there are several. */
  private static int[] targets(Op.Rearrange moves, Shape in) {
    int channels = in.channels();
    int[] target = new int[channels];
    boolean[] known = new boolean[channels];
    int[] rows = Arrays.stream(moves.rows()).map(o -> o % channels).distinct().toArray();
    int[] columns = Arrays.stream(moves.columns()).map(o -> o % channels).distinct().toArray();
    for (int row : rows) {
      for (int column : columns) {
        for (int c = 0; c < moves.depth().length; c++) {
          int from = (row + column + moves.depth()[c] % channels) % channels;
          if (known[from] && target[from] != c) {
            return null;
          }
          known[from] = true;
          target[from] = c;
        }
      }
    }
    return target;
  }
}

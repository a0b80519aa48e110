package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes the order of channels part of the convolution that reads them, past scales and offsets: a
 * network that turns RGB into BGR first costs nothing more, and what it normalizes stays its first
 * step.
 */
final class FoldSelections implements GraphPass {
  @Override
  public FloatGraph apply(FloatGraph graph) {
    FloatGraph joined = Rewriter.rewrite(graph, FoldSelections::join);
    FloatGraph sunk = sink(joined);
    return Rewriter.rewrite(sunk, FoldSelections::fold);
  }

  /** A concatenation of the picture's channels is one selection. */
  private static Optional<Rewriter.Replacement> join(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.Concat)) {
      return Optional.empty();
    }
    String picture = rewriter.graph().inputName();
    int channels = rewriter.graph().inputShape().channels();
    List<Integer> source = new ArrayList<>();
    for (String input : node.inputs()) {
      if (input.equals(picture)) {
        IntStream.range(0, channels).forEach(source::add);
        continue;
      }
      Node producer = rewriter.producer(input).orElseThrow();
      Optional<Selection> selection = Selection.of(producer);
      if (selection.isEmpty() || !producer.input().equals(picture)) {
        return Optional.empty();
      }
      Arrays.stream(selection.get().source()).forEach(source::add);
    }
    int[] all = source.stream().mapToInt(Integer::intValue).toArray();
    return Rewriter.Replacement.of(new Selection(all, channels).convolution(), picture);
  }

  /** Scales first, then selects, where that is the same. */
  private static FloatGraph sink(FloatGraph graph) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    boolean changed = false;
    for (int i = 0; i < nodes.size(); i++) {
      Node select = nodes.get(i);
      Optional<Selection> selection = Selection.of(select);
      int reader = selection.isEmpty() ? -1 : onlyReader(nodes, select.output(), graph);
      if (reader < 0 || !(nodes.get(reader).op() instanceof Op.BatchNorm norm)) {
        continue;
      }
      Optional<Op.BatchNorm> before = before(selection.get(), norm);
      if (before.isEmpty()) {
        continue;
      }
      Node scale = nodes.get(reader);
      nodes.set(i, new Node(scale.name(), before.get(), List.of(select.input()), select.output()));
      nodes.set(
          reader, new Node(select.name(), select.op(), List.of(select.output()), scale.output()));
      changed = true;
    }
    return changed ? graph.withNodes(nodes) : graph;
  }

  private static int onlyReader(List<Node> nodes, String tensor, FloatGraph graph) {
    int reader = -1;
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : nodes.get(i).inputs()) {
        if (input.equals(tensor)) {
          if (reader >= 0) {
            return -1;
          }
          reader = i;
        }
      }
    }
    return graph.heads().contains(tensor) ? -1 : reader;
  }

  private static Optional<Op.BatchNorm> before(Selection selection, Op.BatchNorm norm) {
    return selection
        .before(norm.gamma(), 1)
        .flatMap(
            gamma ->
                selection
                    .before(norm.beta(), 0)
                    .flatMap(
                        beta ->
                            selection
                                .before(norm.mean(), 0)
                                .flatMap(
                                    mean ->
                                        selection
                                            .before(norm.variance(), 1)
                                            .map(
                                                variance ->
                                                    new Op.BatchNorm(
                                                        gamma,
                                                        beta,
                                                        mean,
                                                        variance,
                                                        norm.epsilon(),
                                                        norm.hasStatistics())))));
  }

  /** A dense convolution takes in the selection that it alone reads. */
  private static Optional<Rewriter.Replacement> fold(Node node, Rewriter rewriter) {
    if (!(node.op() instanceof Op.Conv conv) || conv.groups() != 1) {
      return Optional.empty();
    }
    Node before = rewriter.onlyReadHere(node.input()).orElse(null);
    Selection selection = before == null ? null : Selection.of(before).orElse(null);
    if (selection == null) {
      return Optional.empty();
    }
    int[] source = selection.source();
    int taps = conv.weights().length / source.length;
    float[] weights = new float[taps * selection.channels()];
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < source.length; c++) {
        weights[tap * selection.channels() + source[c]] += conv.weights()[tap * source.length + c];
      }
    }
    return Rewriter.Replacement.of(
        new Op.Conv(conv.window(), 1, conv.outputChannels(), weights, conv.bias()), before.input());
  }
}

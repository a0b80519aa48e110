package dev.octet.model.onnx;

import dev.octet.model.Choice;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/** Notices a network that scales pixels itself, as Keras' Rescaling layer does. */
final class OwnRescaling {
  /** Scales from that of 1/255 to that of 1/127.5 bring 8-bit pixels to about unit size. */
  private static final float LARGEST = 1 / 100f;

  private OwnRescaling() {}

  /** What to tell the user when the network reads pixels from 0 to 255. */
  static Optional<Choice> of(FloatGraph graph) {
    Node first = graph.nodes().get(0);
    if (!(first.op() instanceof Op.BatchNorm norm) || norm.hasStatistics()) {
      return Optional.empty();
    }
    for (float scale : norm.gamma()) {
      if (!(scale > 0 && scale <= LARGEST)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Choice(
            "input range",
            "0 to 255",
            "the network begins with a rescaling of pixels ('"
                + first.name()
                + "'); use --mean 0,0,0 --std 0.003921569,0.003921569,0.003921569"));
  }
}

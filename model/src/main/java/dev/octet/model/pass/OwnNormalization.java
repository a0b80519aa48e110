package dev.octet.model.pass;

import dev.octet.model.Choice;
import dev.octet.model.Normalization;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Optional;

/**
 * A network that normalizes pixels itself, as Keras' Rescaling and Normalization layers do: it
 * begins with a scale and an offset per channel. Which pixels it expects follows from where these
 * take them: a trained network reads values of about unit size.
 *
 * @param node the first node
 * @param expects the normalization it leaves to the host
 */
public record OwnNormalization(String node, Normalization expects) {
  /** What 0 to 255 (or 0 to 1) may span after the first step. */
  private static final double NARROWEST = 0.5;

  private static final double WIDEST = 10;

  /**
   * Only bytes have their mean here, so that the scale does not matter: some networks take the mean
   * off and leave the rest (Caffe's convention).
   */
  private static final double DARKEST = 32;

  private static final double BRIGHTEST = 224;

  /** Narrower than this, 0 to 1 may as well be a gain that somebody trained. */
  private static final double NARROWEST_UNIT = 1.5;

  /** Looks at the first step of a simplified network. */
  public static Optional<OwnNormalization> of(FloatGraph graph) {
    Node first = graph.nodes().get(0);
    if (!(first.op() instanceof Op.BatchNorm norm)
        || norm.hasStatistics()
        || !first.input().equals(graph.inputName())) {
      return Optional.empty();
    }
    boolean bytes = true;
    boolean unit = true;
    for (int i = 0; i < norm.gamma().length; i++) {
      double scale = norm.gamma()[i];
      double middle = -norm.beta()[i] / scale;
      boolean centred = middle >= DARKEST && middle <= BRIGHTEST;
      bytes &= scale * 255 >= NARROWEST && (scale * 255 <= WIDEST || centred);
      unit &= scale >= NARROWEST_UNIT && scale <= WIDEST && middle > 0.2 && middle < 0.8;
    }
    if (!bytes && !unit) {
      return Optional.empty();
    }
    return Optional.of(
        new OwnNormalization(
            first.name(), bytes ? Normalization.ZERO_255 : Normalization.ZERO_ONE));
  }

  /** What to tell the user. */
  public Choice choice() {
    return new Choice(
        "input range",
        expects == Normalization.ZERO_255 ? "0 to 255" : "0 to 1",
        "the network normalizes pixels itself ('" + node + "'); --normalize says otherwise");
  }
}

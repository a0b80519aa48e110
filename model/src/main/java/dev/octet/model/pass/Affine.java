package dev.octet.model.pass;

import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code scale * x + offset} with the same numbers for all channels.
 *
 * @param scale factor
 * @param offset summand
 */
record Affine(double scale, double offset) {
  /** Changes nothing. */
  static final Affine NONE = new Affine(1, 0);

  /** What a node does, if it is a scale and an offset that all channels share. */
  static Optional<Affine> uniform(Node node) {
    if (node.op() instanceof Op.BatchNorm norm
        && !norm.hasStatistics()
        && isUniform(norm.gamma())
        && isUniform(norm.beta())) {
      return Optional.of(new Affine(norm.gamma()[0], norm.beta()[0]));
    }
    return Optional.empty();
  }

  private static boolean isUniform(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  /** One operation in place of two; empty if a number becomes too large. */
  static Optional<Op.BatchNorm> merged(Op.BatchNorm first, Op.BatchNorm second) {
    float[] gamma = new float[first.gamma().length];
    float[] beta = new float[gamma.length];
    for (int i = 0; i < gamma.length; i++) {
      gamma[i] = (float) ((double) first.gamma()[i] * second.gamma()[i]);
      beta[i] = (float) ((double) first.beta()[i] * second.gamma()[i] + second.beta()[i]);
      if (!Float.isFinite(gamma[i]) || !Float.isFinite(beta[i])) {
        return Optional.empty();
      }
    }
    float[] variance = new float[gamma.length];
    Arrays.fill(variance, 1);
    return Optional.of(new Op.BatchNorm(gamma, beta, new float[gamma.length], variance, 0, false));
  }
}

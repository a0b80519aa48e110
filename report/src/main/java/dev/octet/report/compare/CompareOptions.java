package dev.octet.report.compare;

import java.util.Optional;

/**
 * How a comparison goes.
 *
 * @param layerImages on how many inputs every layer is compared
 * @param answerImages on how many of those each layer's effect on the logits is measured
 * @param checkpoint where results are kept while it goes on, if anywhere
 * @param resume whether to go on where the checkpoint ends
 */
public record CompareOptions(
    int layerImages, int answerImages, Optional<Checkpoint> checkpoint, boolean resume) {
  /** Without a checkpoint. */
  public static CompareOptions of(int layerImages, int answerImages) {
    return new CompareOptions(layerImages, answerImages, Optional.empty(), false);
  }
}

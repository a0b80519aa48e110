package dev.octet.report.compare;

import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.statistics.Fidelity;
import java.util.List;

/**
 * Float against int8 on the same inputs.
 *
 * @param candidate what was compared with the float model
 * @param fidelity top-1 and logits
 * @param images input by input, in order
 * @param layers step by step, in order of execution; empty for another tool's logits
 * @param layerImages inputs that {@code layers} were measured on
 * @param answerImages inputs that the layers' effect on the logits was measured on
 * @param skipped inputs that could not be read, with the reasons
 */
public record Comparison(
    Candidate candidate,
    Fidelity fidelity,
    List<ImageResult> images,
    List<LayerFidelity> layers,
    int layerImages,
    int answerImages,
    List<String> skipped) {
  /** Copies the lists. */
  public Comparison {
    images = List.copyOf(images);
    layers = List.copyOf(layers);
    skipped = List.copyOf(skipped);
  }
}

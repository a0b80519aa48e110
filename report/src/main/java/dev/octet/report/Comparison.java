package dev.octet.report;

import dev.octet.calibration.statistics.Fidelity;
import java.util.List;

/**
 * Float against int8 on the same inputs.
 *
 * @param fidelity answers and logits
 * @param layers step by step, in order of execution
 * @param layerImages inputs that {@code layers} were measured on
 * @param skipped inputs that could not be read, with the reasons
 */
public record Comparison(
    Fidelity fidelity, List<LayerFidelity> layers, int layerImages, List<String> skipped) {
  /** Copies the lists. */
  public Comparison {
    layers = List.copyOf(layers);
    skipped = List.copyOf(skipped);
  }
}

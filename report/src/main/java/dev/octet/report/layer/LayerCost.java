package dev.octet.report.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one layer costs (docs/arithmetic.md, equation 36).
 *
 * @param number its place in the order of execution
 * @param layer the layer
 * @param noise noise of the logits when only this layer is quantized, relative to their power
 * @param share its part in the sum of all layers' noise, 0 to 1
 */
public record LayerCost(int number, LayerFidelity layer, double noise, double share) {
  /** All layers of which the cost is known, the dearest first. */
  public static List<LayerCost> ranked(List<LayerFidelity> layers) {
    double sum = 0;
    for (LayerFidelity layer : layers) {
      sum += noise(layer);
    }
    List<LayerCost> costs = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerFidelity layer = layers.get(i);
      if (layer.answers().count() > 0) {
        double noise = noise(layer);
        costs.add(new LayerCost(i, layer, noise, sum == 0 ? 0 : noise / sum));
      }
    }
    costs.sort(Comparator.comparingDouble((LayerCost cost) -> -cost.noise()));
    return costs;
  }

  private static double noise(LayerFidelity layer) {
    return layer.answers().count() == 0 ? 0 : layer.answers().relativeNoise();
  }
}

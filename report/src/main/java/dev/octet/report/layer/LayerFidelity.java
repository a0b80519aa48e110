package dev.octet.report.layer;

/**
 * How close one step of the int8 model is to the float model, over some images.
 *
 * @param layer the step
 * @param cumulative everything before it quantized, too (docs/arithmetic.md, equation 34)
 * @param isolated only this step quantized, and its inputs rounded (equation 35)
 * @param answers the network's logits when only this step is quantized (equation 36)
 * @param values the float values and the elements in their place
 */
public record LayerFidelity(
    Int8Layer layer, Signal cumulative, Signal isolated, Signal answers, LayerValues values) {
  /** One that saw nothing yet. */
  static LayerFidelity empty(Int8Layer layer) {
    LayerValues values = new LayerValues(layer.output().type());
    return new LayerFidelity(layer, new Signal(), new Signal(), new Signal(), values);
  }

  /** Another one for the same step, empty. */
  LayerFidelity fresh() {
    return empty(layer);
  }

  /** Adds what another one saw. */
  void add(LayerFidelity other) {
    cumulative.add(other.cumulative);
    isolated.add(other.isolated);
    answers.add(other.answers);
    values.add(other.values);
  }

  /** Whether the float model has this tensor, so that there is something to compare with. */
  public boolean compared() {
    return values.count() > 0;
  }
}

package dev.octet.report.page;

import dev.octet.report.compare.Comparison;
import dev.octet.report.layer.Int8Layer;
import dev.octet.report.layer.LayerCost;
import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.layer.Signal;
import dev.octet.report.layer.WeightSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section on layers. */
final class LayersView {
  private static final int RANKED = 12;

  private LayersView() {}

  static Map<String, Object> of(Comparison comparison) {
    Map<String, Object> view = new LinkedHashMap<>();
    boolean measured = comparison.layerImages() > 0;
    List<Object> layers = new ArrayList<>();
    if (measured) {
      for (LayerFidelity layer : comparison.layers()) {
        layers.add(row(layers.size(), layer));
      }
    }
    List<LayerCost> costs = LayerCost.ranked(comparison.layers());
    view.put("hasLayers", measured);
    view.put("layers", layers);
    view.put("layerImages", inputs(comparison.layerImages()));
    view.put("answerImages", inputs(comparison.answerImages()));
    view.put("hasCosts", !costs.isEmpty());
    view.put("costs", costs.stream().limit(RANKED).map(c -> cost(c, costs.get(0))).toList());
    return view;
  }

  private static String inputs(int count) {
    return Format.grouped(count) + (count == 1 ? " input" : " inputs");
  }

  private static Map<String, Object> cost(LayerCost cost, LayerCost dearest) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("number", cost.number());
    view.put("name", cost.layer().layer().name());
    view.put("kind", cost.layer().layer().kind());
    view.put("share", Format.fixed(100 * cost.share(), 1) + " %");
    view.put(
        "width", Format.fixed(dearest.share() == 0 ? 0 : 100 * cost.share() / dearest.share(), 1));
    view.put("sqnr", Format.decibels(cost.layer().answers().sqnrDb()) + " dB");
    return view;
  }

  private static Map<String, Object> row(int number, LayerFidelity fidelity) {
    Int8Layer layer = fidelity.layer();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("number", number);
    view.put("name", layer.name());
    view.put("kind", layer.kind());
    view.put("output", layer.shape() + ("int8".equals(layer.type()) ? "" : " " + layer.type()));
    List<Object> cells = new ArrayList<>();
    cells.add(decibels(fidelity.cumulative()));
    cells.add(decibels(fidelity.isolated()));
    cells.add(decibels(fidelity.answers()));
    boolean known = fidelity.compared();
    cells.add(cell(known ? fidelity.cumulative().cosine() : Double.NaN, 5));
    cells.add(cell(known ? 100 * fidelity.values().saturation() : Double.NaN, 3));
    cells.add(significant(known ? fidelity.values().lowest() : Double.NaN));
    cells.add(significant(known ? fidelity.values().highest() : Double.NaN));
    cells.add(significant(layer.range().low()));
    cells.add(significant(layer.range().high()));
    Optional<WeightSummary> weights = layer.weights();
    cells.add(significant(weights.map(WeightSummary::low).orElse(Double.NaN)));
    cells.add(significant(weights.map(WeightSummary::high).orElse(Double.NaN)));
    cells.add(cell(layer.macs() / 1e6, 2));
    view.put("cells", cells);
    return view;
  }

  private static Map<String, Object> decibels(Signal signal) {
    double value = signal.count() == 0 ? Double.NaN : signal.sqnrDb();
    return cell(value, Format.decibels(value));
  }

  private static Map<String, Object> cell(double value, int decimals) {
    return cell(value, Format.fixed(value, decimals));
  }

  private static Map<String, Object> significant(double value) {
    return cell(value, Format.significant(value));
  }

  private static Map<String, Object> cell(double value, String text) {
    Map<String, Object> cell = new LinkedHashMap<>();
    cell.put("v", Format.sortable(value));
    cell.put("text", text);
    return cell;
  }
}

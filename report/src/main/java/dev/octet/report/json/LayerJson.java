package dev.octet.report.json;

import static dev.octet.report.json.ComparisonJson.finite;

import dev.octet.report.compare.Comparison;
import dev.octet.report.layer.Int8Layer;
import dev.octet.report.layer.LayerCost;
import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.layer.Signal;
import dev.octet.report.layer.WeightSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a comparison as JSON. */
public final class LayerJson {
  private LayerJson() {}

  /** One object for each layer, in order of execution. */
  public static List<Object> of(Comparison comparison) {
    Map<Integer, Double> shares = new HashMap<>();
    LayerCost.ranked(comparison.layers())
        .forEach(cost -> shares.put(cost.number(), 100 * cost.share()));
    List<Object> json = new ArrayList<>();
    for (int i = 0; i < comparison.layers().size(); i++) {
      json.add(layer(comparison.layers().get(i), shares.get(i)));
    }
    return json;
  }

  private static Map<String, Object> layer(LayerFidelity fidelity, Double share) {
    Int8Layer layer = fidelity.layer();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", layer.name());
    json.put("kind", layer.kind());
    json.put("tensor", layer.output().name());
    json.put("shape", layer.shape());
    json.put("type", layer.type());
    json.put("macs", layer.macs());
    json.put("cumulative", signal(fidelity.cumulative()));
    json.put("isolated", signal(fidelity.isolated()));
    json.put("logits", signal(fidelity.answers()));
    json.put("costShare", share);
    json.put("saturation", fidelity.compared() ? fidelity.values().saturation() : null);
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("low", layer.range().low());
    range.put("high", layer.range().high());
    range.put("floatMin", finite(fidelity.values().lowest()));
    range.put("floatMax", finite(fidelity.values().highest()));
    json.put("range", range);
    json.put("weights", layer.weights().map(LayerJson::weights).orElse(null));
    json.put("histogram", fidelity.compared() ? histogram(fidelity) : null);
    return json;
  }

  private static Map<String, Object> signal(Signal signal) {
    boolean known = signal.count() > 0;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sqnrDb", known ? finite(signal.sqnrDb()) : null);
    json.put("cosine", known ? finite(signal.cosine()) : null);
    return json;
  }

  private static Map<String, Object> weights(WeightSummary weights) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("low", finite(weights.low()));
    json.put("high", finite(weights.high()));
    json.put("channels", weights.channels());
    json.put("dead", weights.dead());
    return json;
  }

  private static Map<String, Object> histogram(LayerFidelity fidelity) {
    boolean single = fidelity.layer().output().quantizationCount() == 1;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("firstLevel", fidelity.values().floatLevels.first());
    json.put("levelsPerBin", fidelity.values().floatLevels.width());
    json.put("scale", single ? fidelity.layer().output().scale(0) : null);
    json.put("zeroPoint", single ? fidelity.layer().output().zeroPoint(0) : null);
    json.put("float", fidelity.values().floatLevels.counts());
    json.put("int8", fidelity.values().int8Levels.counts());
    return json;
  }
}

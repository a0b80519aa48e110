package dev.octet.report;

import dev.octet.calibration.statistics.Fidelity;
import dev.octet.calibration.statistics.PairedDifference;
import dev.octet.calibration.statistics.Proportion;
import dev.octet.runtime.OctetModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON of a comparison, as nested maps. Shares are in percent; figures that do not exist are
 * null.
 */
public final class ComparisonJson {
  private ComparisonJson() {}

  /**
   * Makes the document.
   *
   * @param model the int8 model
   * @param bytes the size of its file
   */
  public static Map<String, Object> of(Comparison comparison, OctetModel model, long bytes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    Fidelity fidelity = comparison.fidelity();
    json.put("images", fidelity.images());
    json.put("labelled", fidelity.labelled());
    json.put("skipped", comparison.skipped());
    json.put("float", accuracies(fidelity.floatTop1(), fidelity.floatTop5()));
    json.put("int8", accuracies(fidelity.int8Top1(), fidelity.int8Top5()));
    json.put(
        "top1Difference", fidelity.top1Difference().map(ComparisonJson::difference).orElse(null));
    json.put("agreement", percent(fidelity.agreement()));
    json.put("agreementInterval", interval(fidelity.agreement()));
    Map<String, Object> logits = new LinkedHashMap<>();
    logits.put("sqnrDb", finite(fidelity.sqnrDb()));
    logits.put("cosine", finite(fidelity.cosine()));
    logits.put("kl", finite(fidelity.kl()));
    json.put("logits", logits);
    json.put("layerImages", comparison.layerImages());
    List<Object> layers = new ArrayList<>();
    comparison.layers().forEach(layer -> layers.add(layer(layer)));
    json.put("layers", layers);
    json.put("model", model(model, bytes));
    return json;
  }

  /** The size of a model. */
  public static Map<String, Object> model(OctetModel model, long bytes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", model.name());
    json.put("bytes", bytes);
    json.put("arenaBytes", model.arenaBytes());
    json.put("macs", model.macs());
    return json;
  }

  private static Map<String, Object> accuracies(
      Optional<Proportion> top1, Optional<Proportion> top5) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("top1", top1.map(ComparisonJson::percent).orElse(null));
    json.put("top1Interval", top1.map(ComparisonJson::interval).orElse(null));
    json.put("top5", top5.map(ComparisonJson::percent).orElse(null));
    json.put("top5Interval", top5.map(ComparisonJson::interval).orElse(null));
    return json;
  }

  private static Map<String, Object> difference(PairedDifference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("points", 100 * difference.value());
    json.put("interval", new double[] {100 * difference.low(), 100 * difference.high()});
    json.put("onlyFloatRight", difference.onlyFirst());
    json.put("onlyInt8Right", difference.onlySecond());
    json.put("pValue", difference.pValue());
    return json;
  }

  private static double percent(Proportion proportion) {
    return 100 * proportion.value();
  }

  private static double[] interval(Proportion proportion) {
    return new double[] {100 * proportion.low(), 100 * proportion.high()};
  }

  private static Map<String, Object> layer(LayerFidelity layer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", layer.name());
    json.put("kind", layer.kind());
    json.put("tensor", layer.tensor());
    json.put("shape", layer.shape());
    json.put("type", layer.type());
    json.put("macs", layer.macs());
    json.put("cumulative", signal(layer.cumulative(), layer.compared()));
    json.put("isolated", signal(layer.isolated(), layer.compared()));
    json.put("saturation", layer.compared() ? layer.saturation() : null);
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("low", layer.rangeLow());
    range.put("high", layer.rangeHigh());
    range.put("floatMin", finite(layer.lowest()));
    range.put("floatMax", finite(layer.highest()));
    json.put("range", range);
    return json;
  }

  private static Map<String, Object> signal(Signal signal, boolean compared) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sqnrDb", compared ? finite(signal.sqnrDb()) : null);
    json.put("cosine", compared ? finite(signal.cosine()) : null);
    return json;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

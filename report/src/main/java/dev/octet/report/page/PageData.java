package dev.octet.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.report.compare.Comparison;
import dev.octet.report.json.LayerJson;
import dev.octet.report.layer.LayerCost;
import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.layer.LevelHistogram;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the page's script draws. */
final class PageData {
  private PageData() {}

  /** JSON that may stand in a script element. */
  static String json(Study study) {
    Comparison first = study.first();
    boolean measured = first.layerImages() > 0;
    List<LayerCost> costs = LayerCost.ranked(first.layers());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("layers", measured ? LayerJson.of(first) : List.of());
    data.put("outside", LevelHistogram.OUTSIDE);
    data.put("chosen", costs.isEmpty() ? 0 : costs.get(0).number());
    data.put("others", measured ? others(study) : List.of());
    try {
      return new ObjectMapper()
          .writeValueAsString(data)
          .replace("<", "\\u003c")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Other candidates' cumulative SQNR, at the first one's layers that they have, too. */
  @SuppressWarnings("ReferenceEquality") // two candidates may have equal figures
  private static List<Object> others(Study study) {
    List<Object> others = new ArrayList<>();
    for (Comparison comparison : study.comparisons()) {
      if (comparison == study.first() || comparison.layers().isEmpty()) {
        continue;
      }
      Map<String, Double> byTensor = new LinkedHashMap<>();
      for (LayerFidelity layer : comparison.layers()) {
        double sqnr = layer.cumulative().sqnrDb();
        if (layer.compared() && Double.isFinite(sqnr)) {
          byTensor.put(layer.layer().output().name(), sqnr);
        }
      }
      List<Double> line = new ArrayList<>();
      for (LayerFidelity layer : study.first().layers()) {
        line.add(byTensor.get(layer.layer().output().name()));
      }
      Map<String, Object> other = new LinkedHashMap<>();
      other.put("name", comparison.candidate().name());
      other.put("cumulative", line);
      others.add(other);
    }
    return others;
  }
}

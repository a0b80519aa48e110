package dev.octet.report.json;

import static dev.octet.report.json.ComparisonJson.finite;

import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.ImageResult;
import dev.octet.report.statistics.Decibels;
import dev.octet.report.statistics.ImageFidelity;
import dev.octet.report.study.ClassChange;
import dev.octet.report.study.ConfusionChange;
import dev.octet.report.study.NotableImages;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Classes and single inputs of a comparison as JSON. */
final class ImagesJson {
  private static final int LISTED = 50;

  private ImagesJson() {}

  static List<Object> classes(Study study, Comparison comparison) {
    List<Object> json = new ArrayList<>();
    for (ClassChange change : ClassChange.of(comparison.images())) {
      Map<String, Object> entry = ofClass(study, change.label());
      entry.put("images", change.images());
      entry.put("floatRight", change.floatRight());
      entry.put("int8Right", change.int8Right());
      json.add(entry);
    }
    return json;
  }

  private static Map<String, Object> ofClass(Study study, int label) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("class", label);
    entry.put("name", study.className(label));
    return entry;
  }

  static List<Object> confusions(Study study, Comparison comparison) {
    List<Object> json = new ArrayList<>();
    for (ConfusionChange change : ConfusionChange.of(comparison.images())) {
      Map<String, Object> entry = ofClass(study, change.label());
      entry.put("answer", change.answer());
      entry.put("answerName", study.className(change.answer()));
      entry.put("float", change.floatCount());
      entry.put("int8", change.int8Count());
      json.add(entry);
    }
    return json;
  }

  static Map<String, Object> notable(Study study, Comparison comparison) {
    NotableImages notable = NotableImages.of(comparison.images(), LISTED);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("flips", list(study, notable.flips()));
    json.put("closest", list(study, notable.closest()));
    json.put("moved", list(study, notable.moved()));
    return json;
  }

  private static List<Object> list(Study study, List<ImageResult> images) {
    List<Object> json = new ArrayList<>();
    for (ImageResult image : images) {
      ImageFidelity fidelity = image.fidelity();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("index", image.index());
      entry.put("name", study.source().name(image.index()));
      entry.put("label", fidelity.labelled() ? fidelity.label() : null);
      entry.put("float", answer(study, fidelity.floatTop(), fidelity.floatMargin()));
      entry.put("int8", answer(study, fidelity.int8Top(), fidelity.int8Margin()));
      entry.put("sqnrDb", finite(Decibels.ofNoise(fidelity.relativeNoise())));
      json.add(entry);
    }
    return json;
  }

  private static Map<String, Object> answer(Study study, int top, double margin) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", top);
    json.put("name", study.className(top));
    json.put("margin", finite(margin));
    return json;
  }
}

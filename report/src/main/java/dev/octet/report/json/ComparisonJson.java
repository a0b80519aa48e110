package dev.octet.report.json;

import dev.octet.report.advice.Advisor;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.OutputFidelity;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import dev.octet.report.statistics.Proportion;
import dev.octet.report.study.Study;
import dev.octet.report.study.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON of a comparison, as nested maps and records (docs/comparison.schema.json). Shares are in
 * percent; figures that do not exist are null.
 */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** Makes the document. */
  public static Map<String, Object> of(Study study) {
    Comparison first = study.first();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    json.put("verdict", verdict(study.verdict(first)));
    json.put("budget", budget(study));
    json.putAll(figures(first));
    json.put("reference", study.reference());
    json.put("model", ModelJson.of(study, first));
    json.put("layerImages", first.layerImages());
    json.put("answerImages", first.answerImages());
    json.put("layers", LayerJson.of(first));
    json.put("classes", ImagesJson.classes(study, first));
    json.put("confusions", ImagesJson.confusions(study, first));
    json.putAll(ImagesJson.notable(study, first));
    json.put("advice", Advisor.of(study));
    List<Object> variants = new ArrayList<>();
    for (Comparison comparison : study.comparisons()) {
      Map<String, Object> variant = new LinkedHashMap<>();
      variant.put("model", ModelJson.of(study, comparison));
      variant.put("verdict", verdict(study.verdict(comparison)));
      variant.putAll(figures(comparison));
      variants.add(variant);
    }
    json.put("variants", variants);
    json.put("provenance", ModelJson.origin(study));
    return json;
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("level", verdict.level().name().toLowerCase(java.util.Locale.ROOT));
    json.put("sentence", verdict.sentence());
    return json;
  }

  private static Map<String, Object> budget(Study study) {
    AccuracyBudget budget = study.budget();
    if (!budget.isSet()) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("maxDrop", budget.maxDrop().isPresent() ? budget.maxDrop().getAsDouble() : null);
    json.put(
        "minAgreement",
        budget.minAgreement().isPresent() ? budget.minAgreement().getAsDouble() : null);
    json.put("met", study.budgetMet());
    List<String> misses = new ArrayList<>();
    for (Comparison comparison : study.comparisons()) {
      misses.addAll(budget.misses(comparison.fidelity()));
    }
    json.put("misses", misses);
    return json;
  }

  private static Map<String, Object> figures(Comparison comparison) {
    Fidelity fidelity = comparison.fidelity();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", fidelity.images());
    json.put("labelled", fidelity.labelled());
    json.put("skipped", comparison.skipped());
    json.put("float", accuracies(fidelity.floatTop1(), fidelity.floatTop5()));
    json.put("int8", accuracies(fidelity.int8Top1(), fidelity.int8Top5()));
    json.put(
        "top1Difference", fidelity.top1Difference().map(ComparisonJson::difference).orElse(null));
    boolean classes = comparison.hasClasses();
    json.put("agreement", classes ? percent(fidelity.agreement()) : null);
    json.put("agreementInterval", classes ? interval(fidelity.agreement()) : null);
    Map<String, Object> logits = new LinkedHashMap<>();
    logits.put("sqnrDb", finite(comparison.sqnrDb()));
    logits.put("cosine", finite(comparison.cosine()));
    logits.put("kl", classes ? finite(fidelity.kl()) : null);
    json.put("logits", logits);
    json.put("outputs", comparison.outputs().stream().map(ComparisonJson::output).toList());
    return json;
  }

  private static Map<String, Object> output(OutputFidelity fidelity) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", fidelity.output().name());
    json.put("shape", fidelity.shape());
    json.put("ending", fidelity.output().ending().name().toLowerCase(java.util.Locale.ROOT));
    json.put("sqnrDb", finite(fidelity.signal().sqnrDb()));
    json.put("cosine", finite(fidelity.signal().cosine()));
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

  /** A number that JSON can show, or null. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

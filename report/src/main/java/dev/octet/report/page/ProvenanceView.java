package dev.octet.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.quantizer.provenance.Provenance;
import dev.octet.report.advice.Advice;
import dev.octet.report.advice.Advisor;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections on what to do, and on how the figures came about. */
final class ProvenanceView {
  private final List<Map<String, Object>> rows = new ArrayList<>();

  private ProvenanceView() {}

  static Map<String, Object> of(Study study) {
    ProvenanceView provenance = new ProvenanceView();
    provenance.add("float model", study.reference().file() + ", " + study.reference().format());
    provenance.add("float SHA-256", study.reference().sha256());
    for (Comparison comparison : study.comparisons()) {
      CandidateFile file = study.file(comparison);
      provenance.add(comparison.candidate().name() + " SHA-256", file.sha256());
    }
    study.origin().settings().forEach((name, value) -> provenance.add(name, value.toString()));
    provenance.add("octet", study.origin().version());
    for (Comparison comparison : study.comparisons()) {
      if (comparison.candidate() instanceof Candidate.Int8 int8) {
        provenance.flatten(
            comparison.candidate().name() + ": ",
            Provenance.tree(int8.model().schedule().provenance));
      }
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("commandLine", study.origin().shell());
    view.put("provenance", provenance.rows);
    view.put("advice", Advisor.of(study).stream().map(ProvenanceView::advice).toList());
    return view;
  }

  private static Map<String, Object> advice(Advice advice) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("title", advice.title());
    view.put("reason", advice.reason());
    view.put("command", ReportPage.orFalse(advice.command()));
    return view;
  }

  private void flatten(String prefix, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  flatten(
                      prefix.endsWith(": ")
                          ? prefix + field.getKey()
                          : prefix + "." + field.getKey(),
                      field.getValue()));
    } else if (node.isArray() && !node.isEmpty() && !node.get(0).isValueNode()) {
      List<String> entries = new ArrayList<>();
      node.forEach(
          entry ->
              entries.add(
                  entry.has("name")
                      ? entry.path("name").asText() + ": " + entry.path("value").asText()
                      : entry.toString()));
      add(prefix, String.join("; ", entries));
    } else if (node.isArray()) {
      List<String> entries = new ArrayList<>();
      node.forEach(entry -> entries.add(entry.asText()));
      if (!entries.isEmpty()) {
        add(prefix, String.join("; ", entries));
      }
    } else {
      add(prefix, node.asText());
    }
  }

  private void add(String name, String value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("value", value);
    rows.add(row);
  }
}

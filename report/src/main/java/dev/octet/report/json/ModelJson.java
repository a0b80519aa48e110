package dev.octet.report.json;

import dev.octet.quantizer.provenance.Provenance;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Study;
import dev.octet.runtime.OctetModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was compared, and how, as JSON. */
final class ModelJson {
  private ModelJson() {}

  /** A candidate. Sizes and provenance of another tool's model are not known: null. */
  static Map<String, Object> of(Study study, Comparison comparison) {
    CandidateFile file = study.file(comparison);
    OctetModel model = comparison.candidate() instanceof Candidate.Int8 int8 ? int8.model() : null;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", comparison.candidate().name());
    json.put("file", file.file());
    json.put("sha256", file.sha256());
    json.put("bytes", model == null ? null : file.bytes());
    json.put("arenaBytes", model == null ? null : model.arenaBytes());
    json.put("macs", model == null ? null : model.macs());
    json.put("host", file.host().orElse(null));
    json.put("board", file.board().orElse(null));
    json.put("provenance", model == null ? null : Provenance.tree(model.schedule().provenance));
    return json;
  }

  static Map<String, Object> origin(Study study) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tool", "octet");
    json.put("version", study.origin().version());
    json.put("created", study.origin().created().orElse(null));
    json.put("commandLine", study.origin().commandLine());
    json.put("settings", study.origin().settings());
    return json;
  }
}

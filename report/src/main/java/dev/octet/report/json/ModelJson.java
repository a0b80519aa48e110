package dev.octet.report.json;

import dev.octet.quantizer.provenance.Provenance;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Latency;
import dev.octet.report.study.Study;
import dev.octet.runtime.OctetModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
    json.put("host", latency(file.host()));
    json.put("board", latency(file.board()));
    json.put("provenance", model == null ? null : Provenance.tree(model.schedule().provenance));
    return json;
  }

  private static Map<String, Object> latency(Optional<Latency> latency) {
    if (latency.isEmpty()) {
      return null;
    }
    Latency measured = latency.get();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("where", measured.where());
    json.put("medianMs", measured.medianMs());
    json.put("p95Ms", measured.p95Ms());
    json.put("threads", measured.threads());
    json.put("runs", measured.runs());
    json.put("kernels", measured.kernels());
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

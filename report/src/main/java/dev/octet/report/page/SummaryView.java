package dev.octet.report.page;

import static dev.octet.report.page.Format.NONE;
import static dev.octet.report.page.Format.fixed;
import static dev.octet.report.page.Format.grouped;
import static dev.octet.report.page.Format.signed;

import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.OutputFidelity;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import dev.octet.report.statistics.Proportion;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Latency;
import dev.octet.report.study.Study;
import dev.octet.runtime.OctetModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The page's first section. */
final class SummaryView {
  private final Study study;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  private SummaryView(Study study) {
    this.study = study;
  }

  static Map<String, Object> of(Study study) {
    SummaryView summary = new SummaryView(study);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("cards", Cards.of(study));
    view.put(
        "columns",
        study.comparisons().stream().map(comparison -> comparison.candidate().name()).toList());
    view.put("figures", summary.figures());
    view.put("several", study.comparisons().size() > 1);
    view.put(
        "intervalNote",
        study.first().fidelity().labelled() > 0
            ? "Intervals have 95 % confidence: Wilson for shares, Newcombe for the paired"
                + " difference. The p value is McNemar's exact test: how often counts as uneven as"
                + " these would come by chance if both models were equally good."
            : "Intervals are Wilson's, with 95 % confidence. The data has no labels: accuracy is"
                + " not known.");
    view.put("forest", study.first().fidelity().labelled() > 0 ? ForestView.of(study) : false);
    return view;
  }

  private void row(String name, String floating, Function<Comparison, String> value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("float", floating);
    row.put("values", study.comparisons().stream().map(value).toList());
    rows.add(row);
  }

  private void ofModel(String name, Function<OctetModel, String> value) {
    row(
        name,
        NONE,
        comparison ->
            comparison.candidate() instanceof Candidate.Int8 int8
                ? value.apply(int8.model())
                : NONE);
  }

  private List<Map<String, Object>> figures() {
    Fidelity first = study.first().fidelity();
    row("Inputs", grouped(first.images()), c -> grouped(c.fidelity().images()));
    if (first.labelled() > 0) {
      row("Labelled inputs", grouped(first.labelled()), c -> grouped(c.fidelity().labelled()));
      row("Top-1", share(first.floatTop1()), c -> share(c.fidelity().int8Top1()));
      row("Top-5", share(first.floatTop5()), c -> share(c.fidelity().int8Top5()));
      row("Top-1 difference", NONE, c -> difference(c.fidelity()));
      row("Only float right / only int8 right", NONE, c -> discordant(c.fidelity()));
      row("McNemar p", NONE, c -> pValue(c.fidelity()));
    }
    if (study.first().hasClasses()) {
      row("Agreement", NONE, c -> share(Optional.of(c.fidelity().agreement())));
      row("Logits SQNR", NONE, c -> Format.decibels(c.fidelity().sqnrDb()) + " dB");
      row("Logits cosine", NONE, c -> fixed(c.fidelity().cosine(), 6));
      row("KL divergence", NONE, c -> fixed(c.fidelity().kl(), 6) + " nats");
    } else {
      outputs();
    }
    row("File", grouped(study.reference().bytes()) + " bytes", c -> size(c));
    ofModel("Arena", model -> grouped(model.arenaBytes()) + " bytes");
    ofModel("MACs", model -> grouped(model.macs()));
    latency("Latency on this host", CandidateFile::host);
    latency("Latency on the board", CandidateFile::board);
    return rows;
  }

  private void outputs() {
    List<OutputFidelity> outputs = study.first().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      int index = i;
      OutputFidelity output = outputs.get(i);
      row(
          "Output '" + output.output().name() + "' (" + output.shape() + ")",
          NONE,
          c ->
              Format.decibels(c.outputs().get(index).signal().sqnrDb())
                  + " dB SQNR, cosine "
                  + fixed(c.outputs().get(index).signal().cosine(), 6));
    }
  }

  private String size(Comparison comparison) {
    return comparison.candidate() instanceof Candidate.Int8
        ? grouped(study.file(comparison).bytes()) + " bytes"
        : NONE;
  }

  private void latency(String name, Function<CandidateFile, Optional<Latency>> which) {
    if (study.files().stream().anyMatch(file -> which.apply(file).isPresent())) {
      row(name, NONE, c -> which.apply(study.file(c)).map(SummaryView::latency).orElse(NONE));
    }
  }

  private static String latency(Latency latency) {
    return fixed(latency.medianMs(), 2)
        + " ms median, "
        + fixed(latency.p95Ms(), 2)
        + " ms 95th percentile ("
        + latency.where()
        + ", "
        + latency.threads()
        + (latency.threads() == 1 ? " thread, " : " threads, ")
        + latency.kernels()
        + " kernels)";
  }

  /** Such as {@code 91.23 % (89.40 to 92.78)}. */
  static String share(Optional<Proportion> share) {
    return share
        .map(
            s ->
                fixed(100 * s.value(), 2)
                    + " % ("
                    + fixed(100 * s.low(), 2)
                    + " to "
                    + fixed(100 * s.high(), 2)
                    + ")")
        .orElse(NONE);
  }

  private static String difference(Fidelity fidelity) {
    PairedDifference difference = fidelity.top1Difference().orElseThrow();
    return signed(100 * difference.value(), 2)
        + " points ("
        + signed(100 * difference.low(), 2)
        + " to "
        + signed(100 * difference.high(), 2)
        + ")";
  }

  private static String discordant(Fidelity fidelity) {
    PairedDifference difference = fidelity.top1Difference().orElseThrow();
    return grouped(difference.onlyFirst()) + " / " + grouped(difference.onlySecond());
  }

  private static String pValue(Fidelity fidelity) {
    double p = fidelity.top1Difference().orElseThrow().pValue();
    return p < 0.0001 ? "< 0.0001" : fixed(p, 4);
  }
}

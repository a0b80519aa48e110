package dev.octet.cli.compare;

import dev.octet.cli.console.Figures;
import dev.octet.cli.console.Table;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.OutputFidelity;
import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import dev.octet.report.statistics.Proportion;
import dev.octet.report.study.Study;
import dev.octet.runtime.OctetModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A comparison to read on a terminal. */
final class ComparisonText {
  private ComparisonText() {}

  static String of(Study study) {
    String gap = System.lineSeparator() + System.lineSeparator();
    Comparison first = study.first();
    return (first.layerImages() > 0 ? layers(first) + gap : "")
        + summary(study)
        + gap
        + study.verdict(first).sentence();
  }

  private static Table layers(Comparison comparison) {
    Table layers =
        new Table(
            ">#",
            "kind",
            "layer",
            "output",
            ">SQNR dB",
            ">alone dB",
            ">logits dB",
            ">cosine",
            ">saturated");
    int number = 0;
    for (LayerFidelity layer : comparison.layers()) {
      boolean known = layer.compared();
      layers.add(
          Integer.toString(number++),
          layer.layer().kind(),
          layer.layer().name(),
          layer.layer().shape()
              + ("int8".equals(layer.layer().type()) ? "" : " " + layer.layer().type()),
          known ? Figures.decibels(layer.cumulative().sqnrDb()) : "-",
          known ? Figures.decibels(layer.isolated().sqnrDb()) : "-",
          Figures.decibels(layer.answers().count() == 0 ? Double.NaN : layer.answers().sqnrDb()),
          known ? Figures.fixed(layer.cumulative().cosine(), 4) : "-",
          known ? Figures.fixed(100 * layer.values().saturation(), 3) + " %" : "-");
    }
    return layers;
  }

  private static Table summary(Study study) {
    List<Comparison> all = study.comparisons();
    boolean several = all.size() > 1;
    String[] titles = new String[1 + all.size()];
    titles[0] = "";
    for (int i = 0; i < all.size(); i++) {
      titles[i + 1] = several ? all.get(i).candidate().name() : "";
    }
    Table summary = new Table(titles);
    Fidelity first = study.first().fidelity();
    row(summary, all, "images", c -> Figures.grouped(c.fidelity().images()));
    if (first.labelled() > 0) {
      row(summary, all, "float top-1", c -> top(c, Fidelity::floatTop1));
      row(summary, all, "int8 top-1", c -> top(c, Fidelity::int8Top1));
      row(summary, all, "float top-5", c -> top(c, Fidelity::floatTop5));
      row(summary, all, "int8 top-5", c -> top(c, Fidelity::int8Top5));
      row(summary, all, "top-1 difference", ComparisonText::difference);
    }
    if (study.first().hasClasses()) {
      row(summary, all, "agreement", c -> Figures.withInterval(c.fidelity().agreement()));
      row(summary, all, "logits SQNR", c -> Figures.decibels(c.fidelity().sqnrDb()) + " dB");
      row(summary, all, "KL divergence", c -> Figures.fixed(c.fidelity().kl(), 6) + " nats");
    } else {
      outputs(summary, all);
    }
    row(
        summary,
        all,
        "file",
        c -> model(c, m -> Figures.grouped(study.file(c).bytes()) + " bytes"));
    row(summary, all, "arena", c -> model(c, m -> Figures.grouped(m.arenaBytes()) + " bytes"));
    row(summary, all, "MACs", c -> model(c, m -> Figures.millions(m.macs())));
    if (study.files().stream().anyMatch(file -> file.host().isPresent())) {
      row(
          summary,
          all,
          "latency",
          c ->
              study
                  .file(c)
                  .host()
                  .map(latency -> Figures.fixed(latency.medianMs(), 2) + " ms on this host")
                  .orElse("-"));
    }
    return summary;
  }

  private static void outputs(Table summary, List<Comparison> all) {
    List<OutputFidelity> outputs = all.get(0).outputs();
    for (int i = 0; i < outputs.size(); i++) {
      int index = i;
      row(
          summary,
          all,
          "output '" + outputs.get(i).output().name() + "', " + outputs.get(i).shape(),
          c ->
              Figures.decibels(c.outputs().get(index).signal().sqnrDb())
                  + " dB, cosine "
                  + Figures.fixed(c.outputs().get(index).signal().cosine(), 6));
    }
  }

  private static void row(
      Table table, List<Comparison> all, String name, Function<Comparison, String> value) {
    List<String> cells = new ArrayList<>(List.of(name));
    all.forEach(comparison -> cells.add(value.apply(comparison)));
    table.add(cells.toArray(new String[0]));
  }

  private static String top(Comparison comparison, Function<Fidelity, Optional<Proportion>> which) {
    return which.apply(comparison.fidelity()).map(Figures::withInterval).orElse("-");
  }

  private static String difference(Comparison comparison) {
    PairedDifference difference = comparison.fidelity().top1Difference().orElseThrow();
    return Figures.fixed(100 * difference.value(), 2)
        + " points ("
        + Figures.fixed(100 * difference.low(), 2)
        + " to "
        + Figures.fixed(100 * difference.high(), 2)
        + ")";
  }

  private static String model(Comparison comparison, Function<OctetModel, String> value) {
    return comparison.candidate() instanceof Candidate.Int8 int8 ? value.apply(int8.model()) : "-";
  }
}

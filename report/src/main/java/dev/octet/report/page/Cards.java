package dev.octet.report.page;

import static dev.octet.report.page.Format.fixed;

import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Latency;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures that are seen first. */
final class Cards {
  private final List<Map<String, Object>> cards = new ArrayList<>();

  private Cards() {}

  static List<Map<String, Object>> of(Study study) {
    Cards cards = new Cards();
    Comparison first = study.first();
    CandidateFile file = study.file(first);
    Fidelity fidelity = first.fidelity();
    fidelity
        .int8Top1()
        .ifPresent(
            top1 -> {
              cards.add(
                  "Top-1, int8",
                  fixed(100 * top1.value(), 2),
                  "%",
                  "float " + fixed(100 * fidelity.floatTop1().orElseThrow().value(), 2) + " %");
              double points = 100 * fidelity.top1Difference().orElseThrow().value();
              cards.add(
                  "Top-1 difference",
                  Format.signed(points, 2),
                  "points",
                  "95 %: "
                      + Format.signed(100 * fidelity.top1Difference().orElseThrow().low(), 2)
                      + " to "
                      + Format.signed(100 * fidelity.top1Difference().orElseThrow().high(), 2));
            });
    if (first.hasClasses()) {
      cards.answers(fidelity);
    } else {
      cards.add(
          "Worst output's SQNR",
          Format.decibels(first.sqnrDb()),
          "dB",
          "'" + first.worst().output().name() + "' of " + first.outputs().size());
    }
    if (first.candidate() instanceof Candidate.Int8 int8) {
      String[] size = Format.bytes(file.bytes()).split(" ");
      cards.add("File", size[0], size[1], "float " + Format.bytes(study.reference().bytes()));
      String[] arena = Format.bytes(int8.model().arenaBytes()).split(" ");
      cards.add("Arena", arena[0], arena[1], fixed(int8.model().macs() / 1e6, 1) + " million MACs");
    }
    file.host().ifPresent(latency -> cards.latency("Latency, host", latency));
    file.board().ifPresent(latency -> cards.latency("Latency, board", latency));
    return cards.cards;
  }

  private void answers(Fidelity fidelity) {
    add(
        "Same answer",
        fixed(100 * fidelity.agreement().value(), 2),
        "%",
        Format.grouped((long) fidelity.images() - fidelity.agreement().successes())
            + " of "
            + Format.grouped(fidelity.images())
            + " changed");
    add(
        "Logits SQNR",
        Format.decibels(fidelity.sqnrDb()),
        "dB",
        "KL " + fixed(fidelity.kl(), 6) + " nats");
  }

  private void latency(String name, Latency latency) {
    add(name, fixed(latency.medianMs(), 2), "ms", latency.where());
  }

  private void add(String name, String value, String unit, String note) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("name", name);
    card.put("value", value);
    card.put("unit", unit);
    card.put("note", note);
    cards.add(card);
  }
}

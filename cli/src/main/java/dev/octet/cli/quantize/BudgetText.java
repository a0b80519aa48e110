package dev.octet.cli.quantize;

import dev.octet.cli.console.Figures;
import dev.octet.cli.console.NameConverter;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.budget.BudgetSearch;
import dev.octet.report.budget.BudgetTrial;
import dev.octet.report.budget.ModelCost;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the search for a model within its budget is described. */
final class BudgetText {
  private BudgetText() {}

  /** One trial: what it gained over the best before it, and what it costs. */
  static String line(BudgetTrial trial, Optional<BudgetTrial> before) {
    StringBuilder text = new StringBuilder(trial.remedy()).append(": ");
    trial
        .fidelity()
        .top1Difference()
        .ifPresent(
            difference ->
                text.append("top-1 ")
                    .append(
                        String.format(Locale.ROOT, "%+.2f points", 100 * difference.value() + 0.0))
                    .append(
                        gain(
                            100 * difference.value(), before.map(b -> 100 * top1(b.fidelity())), 2))
                    .append(", "));
    text.append("agreement ")
        .append(Figures.percent(trial.fidelity().agreement()))
        .append(
            gain(
                100 * trial.fidelity().agreement().value(),
                before.map(b -> 100 * b.fidelity().agreement().value()),
                2))
        .append(", SQNR ")
        .append(Figures.decibels(trial.fidelity().sqnrDb()))
        .append(" dB")
        .append(gain(trial.fidelity().sqnrDb(), before.map(b -> b.fidelity().sqnrDb()), 1))
        .append("; ")
        .append(cost(trial.cost()))
        .append(", ")
        .append(Figures.fixed(trial.seconds(), 1))
        .append(" s; ")
        .append(
            trial.met()
                ? "kept"
                : "missed by " + String.format(Locale.ROOT, "%.2f", trial.shortfall()));
    return text.toString();
  }

  private static double top1(Fidelity fidelity) {
    return fidelity.top1Difference().map(PairedDifference::value).orElse(Double.NaN);
  }

  private static String gain(double now, Optional<Double> before, int decimals) {
    return before
        .filter(b -> Double.isFinite(now - b))
        .map(b -> String.format(Locale.ROOT, " (%+." + decimals + "f)", now - b + 0.0))
        .orElse("");
  }

  /** Bytes, working memory and the work at 16 bits. */
  static String cost(ModelCost cost) {
    return Figures.grouped(cost.bytes())
        + " bytes, arena "
        + Figures.grouped(cost.arenaBytes())
        + ", "
        + Figures.millions(cost.wideMacs())
        + " of "
        + Figures.millions(cost.macs())
        + " MACs at 16 bits";
  }

  /** The budget and the whole trail, for {@code --json}. */
  static Map<String, Object> json(AccuracyBudget budget, BudgetSearch.Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("maxDrop", number(budget.maxDrop()));
    json.put("minAgreement", number(budget.minAgreement()));
    json.put("met", outcome.best().met());
    json.put("images", outcome.best().fidelity().images());
    json.put("best", outcome.trail().indexOf(outcome.best()));
    json.put("misses", budget.misses(outcome.best().fidelity()));
    List<Object> trail = new ArrayList<>();
    BudgetTrial best = null;
    for (BudgetTrial trial : outcome.trail()) {
      trail.add(trial(trial, Optional.ofNullable(best)));
      best = best == null || trial.isBetterThan(best) ? trial : best;
    }
    json.put("trail", trail);
    return json;
  }

  private static Double number(OptionalDouble limit) {
    return limit.isPresent() ? limit.getAsDouble() : null;
  }

  private static Map<String, Object> trial(BudgetTrial trial, Optional<BudgetTrial> before) {
    Fidelity fidelity = trial.fidelity();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("remedy", trial.remedy());
    json.put("met", trial.met());
    json.put("shortfall", trial.shortfall());
    json.put("floatTop1", fidelity.floatTop1().map(p -> 100 * p.value()).orElse(null));
    json.put("int8Top1", fidelity.int8Top1().map(p -> 100 * p.value()).orElse(null));
    json.put("drop", fidelity.top1Difference().map(AccuracyBudget::drop).orElse(null));
    json.put(
        "dropInterval",
        fidelity
            .top1Difference()
            .map(d -> new double[] {0 - 100 * d.high(), 0 - 100 * d.low()})
            .orElse(null));
    json.put("agreement", 100 * fidelity.agreement().value());
    json.put("sqnrDb", finite(fidelity.sqnrDb()));
    json.put("gained", before.map(b -> b.shortfall() - trial.shortfall()).orElse(null));
    json.put(
        "gainedDb",
        before.map(b -> finite(fidelity.sqnrDb() - b.fidelity().sqnrDb())).orElse(null));
    json.put("samples", trial.setup().samples());
    json.put("precision", NameConverter.name(trial.setup().settings().precision()));
    json.put("ranges", NameConverter.name(trial.setup().settings().ranges()));
    json.put("equalization", trial.setup().settings().balance());
    ModelCost cost = trial.cost();
    json.put("bytes", cost.bytes());
    json.put("arenaBytes", cost.arenaBytes());
    json.put("macs", cost.macs());
    json.put("macs16", cost.wideMacs());
    json.put("tensors16", cost.wideTensors());
    json.put("seconds", trial.seconds());
    return json;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

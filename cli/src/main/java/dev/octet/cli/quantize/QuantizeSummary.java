package dev.octet.cli.quantize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.cli.console.Figures;
import dev.octet.cli.console.Table;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.provenance.Provenance;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.budget.ModelCost;
import dev.octet.runtime.schedule.Schedule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code quantize} says at the end. */
final class QuantizeSummary {
  private final FloatModel model;
  private final Path output;
  private final AccuracyBudget budget;
  private final Quantizing.Result result;
  private final Schedule schedule;
  private final ModelCost cost;

  QuantizeSummary(FloatModel model, Path output, AccuracyBudget budget, Quantizing.Result result) {
    this.model = model;
    this.output = output;
    this.budget = budget;
    this.result = result;
    this.schedule = result.quantization().schedule();
    this.cost = ModelCost.of(schedule);
  }

  Map<String, Object> json() {
    Quantization quantization = result.quantization();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    json.put("output", output.toString());
    json.put("name", schedule.name);
    JsonNode provenance = Provenance.tree(schedule.provenance);
    json.put("precision", provenance.at("/settings/precision").asText());
    json.put("layers", schedule.operations.length);
    json.put("bytes", cost.bytes());
    json.put("floatBytes", quantization.floatBytes());
    json.put("arenaBytes", cost.arenaBytes());
    json.put("macs", cost.macs());
    json.put("macs16", cost.wideMacs());
    json.put("tensors16", cost.wideTensors());
    json.put("dataFree", dataFree());
    Map<String, Object> calibration = new LinkedHashMap<>();
    calibration.put("images", quantization.images());
    calibration.put("skipped", quantization.skipped());
    calibration.put("floatTop1", result.floatTop1().map(top1 -> 100 * top1.value()).orElse(null));
    calibration.put("sqnrDb", dataFree() ? null : quantization.tuningSqnrDb());
    calibration.put(
        "agreement",
        dataFree() || model.graph().classes() < 1 ? null : 100 * quantization.tuningAgreement());
    json.put("calibration", calibration);
    json.put("choices", model.choices());
    json.put("notes", quantization.notes());
    json.put("provenance", provenance);
    result.budget().ifPresent(outcome -> json.put("budget", BudgetText.json(budget, outcome)));
    json.put("seconds", result.seconds());
    return json;
  }

  String text() {
    Quantization quantization = result.quantization();
    Table table = new Table("", "");
    table.add("wrote", output.toString());
    table.add("model", schedule.name + ", " + schedule.operations.length + " layers");
    table.add(
        "bytes",
        Figures.grouped(cost.bytes())
            + " (float weights: "
            + Figures.grouped(quantization.floatBytes())
            + ")");
    table.add("arena", Figures.grouped(cost.arenaBytes()) + " bytes");
    table.add(
        "MACs",
        Figures.millions(cost.macs()) + " (" + Figures.millions(cost.wideMacs()) + " at 16 bits)");
    table.add(
        "calibration",
        dataFree()
            ? "none: the loss is not known, measure it with octet compare"
            : quantization.images()
                + " inputs, logits SQNR "
                + Figures.decibels(quantization.tuningSqnrDb())
                + " dB, "
                + agreement());
    model.choices().stream()
        .filter(choice -> choice.name().equals(Choice.TRAINED_ON))
        .forEach(choice -> table.add(choice.name(), choice.value()));
    result
        .budget()
        .ifPresent(
            outcome ->
                table.add(
                    "budget",
                    (outcome.best().met() ? "kept by '" : "missed; best is '")
                        + outcome.best().remedy()
                        + "', try "
                        + (outcome.trail().indexOf(outcome.best()) + 1)
                        + " of "
                        + outcome.trail().size()));
    table.add("time", Figures.fixed(result.seconds(), 1) + " s");
    return table.toString();
  }

  private String agreement() {
    int classes = model.graph().classes();
    return classes > 1
        ? "agreement " + Figures.fixed(100 * result.quantization().tuningAgreement(), 2) + " %"
        : (classes == 1
                ? "one output"
                : "the worst of " + model.graph().outputs().size() + " outputs")
            + ": no classes to agree on";
  }

  private boolean dataFree() {
    return result.quantization().images() == 0;
  }
}

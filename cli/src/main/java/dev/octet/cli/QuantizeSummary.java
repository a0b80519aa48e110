package dev.octet.cli;

import dev.octet.model.FloatModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code quantize} says at the end. */
final class QuantizeSummary {
  private final FloatModel model;
  private final Path output;
  private final QuantizerSettings settings;
  private final Quantizing.Result result;
  private final Schedule schedule;
  private final long bytes;

  QuantizeSummary(
      FloatModel model, Path output, QuantizerSettings settings, Quantizing.Result result) {
    this.model = model;
    this.output = output;
    this.settings = settings;
    this.result = result;
    this.schedule = result.quantization().schedule();
    this.bytes = Models.bytes(output);
  }

  Map<String, Object> json() {
    Quantization quantization = result.quantization();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    json.put("output", output.toString());
    json.put("name", schedule.name);
    json.put("precision", NameConverter.name(settings.precision()));
    json.put("layers", schedule.operations.length);
    json.put("bytes", bytes);
    json.put("floatBytes", quantization.floatBytes());
    json.put("arenaBytes", arena());
    json.put("macs", Macs.of(schedule));
    Map<String, Object> calibration = new LinkedHashMap<>();
    calibration.put("images", quantization.images());
    calibration.put("skipped", quantization.skipped());
    calibration.put("floatTop1", result.floatTop1().map(top1 -> 100 * top1.value()).orElse(null));
    calibration.put("sqnrDb", quantization.tuningSqnrDb());
    calibration.put("agreement", 100 * quantization.tuningAgreement());
    json.put("calibration", calibration);
    json.put("choices", model.choices());
    json.put("notes", quantization.notes());
    json.put("provenance", Console.parse(schedule.provenance));
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
        Figures.grouped(bytes)
            + " (float weights: "
            + Figures.grouped(quantization.floatBytes())
            + ")");
    table.add("arena", Figures.grouped(arena()) + " bytes");
    table.add("MACs", Figures.millions(Macs.of(schedule)));
    table.add(
        "calibration",
        quantization.images()
            + " inputs, logits SQNR "
            + Figures.decibels(quantization.tuningSqnrDb())
            + " dB, agreement "
            + Figures.fixed(100 * quantization.tuningAgreement(), 2)
            + " %");
    table.add("time", Figures.fixed(result.seconds(), 1) + " s");
    return table.toString();
  }

  private long arena() {
    return schedule.arena8 + 2L * schedule.arena16;
  }
}

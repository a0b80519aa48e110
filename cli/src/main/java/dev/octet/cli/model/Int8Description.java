package dev.octet.cli.model;

import dev.octet.cli.console.Console;
import dev.octet.cli.console.Figures;
import dev.octet.cli.console.NameConverter;
import dev.octet.cli.console.Table;
import dev.octet.quantizer.provenance.Provenance;
import dev.octet.quantizer.schedule.ArenaFigures;
import dev.octet.report.layer.LayerKind;
import dev.octet.report.layer.TensorRange;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An int8 model. */
final class Int8Description implements Description {
  private static final int LABELS_SHOWN = 5;

  private final OctetModel model;
  private final Schedule schedule;
  private final long bytes;
  private final ArenaFigures arena;

  Int8Description(OctetModel model, long bytes) {
    this.model = model;
    this.schedule = model.schedule();
    this.bytes = bytes;
    this.arena = ArenaFigures.of(schedule);
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    json.put("type", "int8");
    json.put("name", model.name());
    json.put("bytes", bytes);
    json.put("weightBytes", model.weightBytes());
    json.put("arenaBytes", arena.bytes());
    json.put("arenaLowerBoundBytes", arena.lowerBound());
    json.put("arenaPlainBytes", arena.plainBytes());
    json.put("arenaLowMemoryBytes", arena.lowMemoryBytes());
    json.put("bands", bands());
    json.put("macs", model.macs());
    json.put("kernels", model.kernelSets().set().name());
    json.put("kernelsReason", model.kernelSets().reason());
    json.put("input", shape(model.input()));
    json.put("classes", schedule.isRow() ? model.classes() : 0);
    json.put("outputs", outputs());
    json.put("softmax", schedule.softmax);
    json.put("sigmoids", Scores.endsInSigmoids(model));
    json.put("preprocessing", preprocessing());
    json.put("labels", schedule.labels);
    json.put("goldenVectors", schedule.golden.length);
    List<Object> layers = new ArrayList<>();
    for (Operation operation : schedule.operations) {
      TensorSpec output = schedule.tensors[operation.output()];
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", operation.name());
      entry.put("kind", LayerKind.of(operation, schedule.tensors));
      entry.put("output", output.name());
      entry.put("shape", shape(output));
      entry.put("type", type(output));
      TensorRange range = TensorRange.of(output);
      entry.put("range", new double[] {range.low(), range.high()});
      entry.put("weightBytes", weightBytes(operation));
      entry.put("macs", Macs.of(operation, schedule.tensors));
      layers.add(entry);
    }
    json.put("layers", layers);
    json.put("provenance", Provenance.tree(schedule.provenance));
    return json;
  }

  private static String shape(OutputSpec output) {
    return Arrays.stream(output.shape).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String ending(OutputSpec output) {
    return output.ending == Ending.NONE ? "" : ", " + name(output.ending);
  }

  private static String name(Ending ending) {
    return ending.name().toLowerCase(Locale.ROOT);
  }

  private List<Object> outputs() {
    List<Object> outputs = new ArrayList<>();
    for (OutputSpec output : schedule.outputs) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", output.name);
      entry.put("shape", shape(output));
      entry.put("ending", name(output.ending));
      outputs.add(entry);
    }
    return outputs;
  }

  @Override
  public String text() {
    Table head = new Table(model.name(), "");
    head.add(
        "file", Figures.grouped(bytes) + " bytes, weights " + Figures.grouped(model.weightBytes()));
    head.add("arena", arenaText());
    if (schedule.bands.length > 0) {
      head.add("bands", bandsText());
    }
    head.add("MACs", Figures.millions(model.macs()));
    String reason = model.kernelSets().reason();
    head.add("kernels", model.kernelSets().set().name() + (reason.isEmpty() ? "" : ", " + reason));
    head.add(
        "input",
        model.input().height() + "x" + model.input().width() + "x" + model.input().channels());
    head.add("preprocessing", preprocessingText());
    String end =
        schedule.softmax ? ", softmax" : Scores.endsInSigmoids(model) ? ", a sigmoid each" : "";
    if (schedule.isRow()) {
      head.add("output", model.classes() + " classes" + end);
    } else {
      for (OutputSpec output : schedule.outputs) {
        head.add("output '" + output.name + "'", shape(output) + ending(output));
      }
    }
    head.add("labels", labels());
    head.add("golden vectors", Integer.toString(schedule.golden.length));
    Table layers =
        new Table(">#", "kind", "name", "output", "type", ">from", ">to", ">weights", ">MACs");
    int number = 0;
    for (Operation operation : schedule.operations) {
      TensorSpec output = schedule.tensors[operation.output()];
      TensorRange range = TensorRange.of(output);
      layers.add(
          Integer.toString(number++),
          LayerKind.of(operation, schedule.tensors),
          operation.name(),
          output.height() + "x" + output.width() + "x" + output.channels(),
          type(output),
          Figures.fixed(range.low(), 3),
          Figures.fixed(range.high(), 3),
          Figures.grouped(weightBytes(operation)),
          Figures.millions(Macs.of(operation, schedule.tensors)));
    }
    String gap = System.lineSeparator() + System.lineSeparator();
    return head
        + gap
        + layers
        + gap
        + "provenance "
        + Console.json(Provenance.tree(schedule.provenance));
  }

  private String arenaText() {
    return Figures.grouped(arena.bytes())
        + " bytes (lower bound "
        + Figures.grouped(arena.lowerBound())
        + (schedule.bands.length > 0
            ? "; without bands " + Figures.grouped(arena.plainBytes())
            : "; with --low-memory " + Figures.grouped(arena.lowMemoryBytes()))
        + ")";
  }

  private List<Object> bands() {
    List<Object> groups = new ArrayList<>();
    for (BandGroup group : schedule.bands) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("firstLayer", group.first);
      entry.put("lastLayer", group.last);
      entry.put("rows", group.rows);
      groups.add(entry);
    }
    return groups;
  }

  private String bandsText() {
    return Arrays.stream(schedule.bands)
        .map(g -> "layers " + g.first + " to " + g.last + " by " + g.rows + " rows")
        .collect(Collectors.joining(", "));
  }

  private static int[] shape(TensorSpec tensor) {
    return new int[] {tensor.height(), tensor.width(), tensor.channels()};
  }

  private static String type(TensorSpec tensor) {
    return tensor.type().name().toLowerCase(Locale.ROOT);
  }

  private static long weightBytes(Operation operation) {
    return operation instanceof Convolution convolution ? convolution.weights.length() : 0;
  }

  private Map<String, Object> preprocessing() {
    Preprocessing rules = schedule.preprocessing;
    if (rules == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("resize", NameConverter.name(rules.resize));
    json.put("cropFraction", rules.cropFraction);
    json.put("mean", rules.mean);
    json.put("std", rules.std);
    return json;
  }

  private String preprocessingText() {
    Preprocessing rules = schedule.preprocessing;
    if (rules == null) {
      return "not known: calibrated on ready tensors";
    }
    return NameConverter.name(rules.resize)
        + ", crop fraction "
        + rules.cropFraction
        + ", mean "
        + Arrays.toString(rules.mean)
        + ", std "
        + Arrays.toString(rules.std);
  }

  private String labels() {
    if (schedule.labels.length == 0) {
      return "none";
    }
    int shown = Math.min(LABELS_SHOWN, schedule.labels.length);
    return String.join(", ", Arrays.asList(schedule.labels).subList(0, shown))
        + (shown < schedule.labels.length ? ", ..." : "");
  }
}

package dev.octet.cli.model;

import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.Figures;
import dev.octet.cli.console.JsonFlag;
import dev.octet.cli.console.Table;
import dev.octet.cli.option.Models;
import dev.octet.report.layer.LayerKind;
import dev.octet.runtime.Benchmark;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.operation.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet bench}. */
@Command(
    name = "bench",
    description = "Measures an int8 model's latency, as a whole and step by step.",
    footer = {"", "Example:", "  octet bench model.octet --threads 2"})
public final class BenchCommand extends BaseCommand {
  /** Warm-up goes on until it took so long, and at least as many runs as are measured. */
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  private static final double MILLI = 1e6;

  @Parameters(paramLabel = "MODEL", description = "An .octet file.")
  private Path model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of one inference (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Measured inferences (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Mixin private JsonFlag json;

  @Override
  protected int execute(Console console) {
    if (runs < 1) {
      throw new OctetException(
          Failure.USAGE, "nothing would be measured", "--runs " + runs, "give a number from 1");
    }
    OctetModel int8 = Models.load(model);
    byte[] input = int8.schedule().golden[0].input;
    Benchmark measured;
    try (Session session = int8.newSession(threads)) {
      console.note("warming up");
      measured = Benchmark.run(session, input, runs, WARM_UP_NANOS);
    }
    Map<String, Object> result = result(int8, measured);
    if (json.on()) {
      console.printJson(result);
    } else {
      console.print(text(result));
    }
    return 0;
  }

  private Map<String, Object> result(OctetModel int8, Benchmark measured) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", 1);
    json.put("model", int8.name());
    json.put("kernels", int8.kernelSets().set().name());
    json.put("threads", threads);
    json.put("runs", runs);
    json.put("medianMs", measured.percentile(50));
    json.put("p95Ms", measured.percentile(95));
    json.put("macs", int8.macs());
    double sum = measured.allSteps();
    List<Map<String, Object>> layers = new ArrayList<>();
    for (int i = 0; i < int8.schedule().operations.length; i++) {
      Operation operation = int8.schedule().operations[i];
      double ms = measured.step(i);
      long macs = Macs.of(operation, int8.schedule().tensors);
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("name", operation.name());
      layer.put("kind", LayerKind.of(operation, int8.schedule().tensors));
      layer.put("ms", ms);
      layer.put("macs", macs);
      layer.put("gmacPerSecond", ms == 0 ? 0 : macs / ms / MILLI);
      layer.put("share", sum == 0 ? 0 : ms / sum);
      layers.add(layer);
    }
    json.put("layers", layers);
    return json;
  }

  @SuppressWarnings("unchecked") // The map is made above.
  private static String text(Map<String, Object> result) {
    Table layers = new Table(">#", "kind", "name", ">ms", ">MACs", ">GMAC/s", ">share");
    int number = 0;
    for (Map<String, Object> layer : (List<Map<String, Object>>) result.get("layers")) {
      layers.add(
          Integer.toString(number++),
          (String) layer.get("kind"),
          (String) layer.get("name"),
          Figures.fixed(((Number) layer.get("ms")).doubleValue(), 3),
          Figures.millions((Long) layer.get("macs")),
          Figures.fixed(((Number) layer.get("gmacPerSecond")).doubleValue(), 2),
          Figures.fixed(100 * ((Number) layer.get("share")).doubleValue(), 1) + " %");
    }
    return layers
        + System.lineSeparator()
        + System.lineSeparator()
        + "median "
        + Figures.fixed((Double) result.get("medianMs"), 3)
        + " ms, 95th percentile "
        + Figures.fixed((Double) result.get("p95Ms"), 3)
        + " ms over "
        + result.get("runs")
        + " runs on "
        + result.get("threads")
        + " thread(s), "
        + result.get("kernels")
        + " kernels";
  }
}

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
import java.util.List;
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
    Result result = result(int8, measured);
    if (json.on()) {
      console.printJson(result);
    } else {
      console.print(text(result));
    }
    return 0;
  }

  /** What is printed as JSON. */
  private record Result(
      int schema,
      String model,
      String kernels,
      int threads,
      int runs,
      double medianMs,
      double p95Ms,
      long macs,
      List<Layer> layers) {}

  /** One layer of it. */
  private record Layer(
      String name, String kind, double ms, long macs, double gmacPerSecond, double share) {}

  private Result result(OctetModel int8, Benchmark measured) {
    double sum = measured.allSteps();
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < int8.schedule().operations.length; i++) {
      Operation operation = int8.schedule().operations[i];
      double ms = measured.step(i);
      long macs = Macs.of(operation, int8.schedule().tensors);
      layers.add(
          new Layer(
              operation.name(),
              LayerKind.of(operation, int8.schedule().tensors),
              ms,
              macs,
              ms == 0 ? 0 : macs / ms / MILLI,
              sum == 0 ? 0 : ms / sum));
    }
    return new Result(
        1,
        int8.name(),
        int8.kernelSets().set().name(),
        threads,
        runs,
        measured.percentile(50),
        measured.percentile(95),
        int8.macs(),
        layers);
  }

  private static String text(Result result) {
    Table layers = new Table(">#", "kind", "name", ">ms", ">MACs", ">GMAC/s", ">share");
    int number = 0;
    for (Layer layer : result.layers) {
      layers.add(
          Integer.toString(number++),
          layer.kind,
          layer.name,
          Figures.fixed(layer.ms, 3),
          Figures.millions(layer.macs),
          Figures.fixed(layer.gmacPerSecond, 2),
          Figures.fixed(100 * layer.share, 1) + " %");
    }
    return layers
        + System.lineSeparator()
        + System.lineSeparator()
        + "median "
        + Figures.fixed(result.medianMs, 3)
        + " ms, 95th percentile "
        + Figures.fixed(result.p95Ms, 3)
        + " ms over "
        + result.runs
        + " runs on "
        + result.threads
        + " thread(s), "
        + result.kernels
        + " kernels";
  }
}

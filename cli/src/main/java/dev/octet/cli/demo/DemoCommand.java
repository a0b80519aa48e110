package dev.octet.cli.demo;

import dev.octet.calibration.Sampler;
import dev.octet.calibration.SourceOptions;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.ExifMode;
import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.Figures;
import dev.octet.cli.console.JsonFlag;
import dev.octet.cli.console.Table;
import dev.octet.cli.option.ClassNames;
import dev.octet.cli.option.Models;
import dev.octet.cli.option.Threads;
import dev.octet.cli.quantize.Quantizing;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.report.compare.Comparer;
import dev.octet.report.statistics.Fidelity;
import dev.octet.runtime.Benchmark;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code octet demo}. */
@Command(
    name = "demo",
    description =
        "Takes three built-in MobileNets (Fashion-MNIST) from float weights to an accuracy table.",
    footer = {"", "Example:", "  octet demo --out demo-models"})
public final class DemoCommand extends BaseCommand {
  private static final int SIDE = 56;
  private static final int SAMPLES = 200;
  private static final int CLASSES = 10;
  private static final int TIMED_RUNS = 200;
  private static final String SUFFIX = ".safetensors";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the .octet files go (default: a temporary folder).")
  private Path out;

  @Mixin private Threads threads;
  @Mixin private JsonFlag json;

  @Override
  protected int execute(Console console) {
    Path data = data();
    Path folder = folder();
    Preprocessing rules = Normalization.IMAGENET.preprocessing(Resize.STRETCH, 3);
    Table table =
        new Table(
            "model",
            ">float top-1",
            ">int8 top-1",
            ">agreement",
            ">SQNR dB",
            ">float bytes",
            ">int8 bytes",
            ">ms/image");
    List<Result> results = new ArrayList<>();
    for (String name : models(data)) {
      console.note(name);
      FloatModel model =
          Models.readFloat(
              data.resolve("models/" + name + SUFFIX),
              ImportOptions.size(SIDE, SIDE),
              console.detailsOnly());
      Path file = folder.resolve(name + ".octet");
      Result result = measure(name, model, file, rules, data, console);
      results.add(result);
      table.add(row(result));
    }
    console.note("the models are in " + folder);
    if (json.on()) {
      console.printJson(new Document(1, folder.toString(), results));
    } else {
      console.print(table.toString());
    }
    return 0;
  }

  /** What is printed as JSON. */
  private record Document(int schema, String folder, List<Result> models) {}

  /** One network of it; shares in percent. */
  private record Result(
      String model,
      String file,
      int images,
      double floatTop1,
      double int8Top1,
      double agreement,
      double sqnrDb,
      long floatBytes,
      long bytes,
      double medianMs,
      double seconds) {}

  private Result measure(
      String name, FloatModel model, Path file, Preprocessing rules, Path data, Console console) {
    TensorSource calibration = open(data.resolve("images/calibration"), data, rules, console);
    Quantizing.Result quantized =
        Quantizing.run(
            model,
            Sampler.draw(calibration, SAMPLES, 0),
            Optional.of(rules),
            ClassNames.of(Optional.of(labels(data)), calibration, CLASSES, console),
            QuantizerSettings.defaults().withThreads(threads.count()),
            file,
            console);
    OctetModel int8 = Models.load(file);
    TensorSource test = open(data.resolve("images/test"), data, rules, console);
    Fidelity fidelity =
        new Comparer(model.graph(), int8, threads.count())
            .compare(test, 0, (index, reference, answer) -> {}, console.progress())
            .fidelity();
    return new Result(
        name,
        file.toString(),
        fidelity.images(),
        100 * fidelity.floatTop1().orElseThrow().value(),
        100 * fidelity.int8Top1().orElseThrow().value(),
        100 * fidelity.agreement().value(),
        fidelity.sqnrDb(),
        quantized.quantization().floatBytes(),
        Models.bytes(file),
        medianMs(int8),
        quantized.seconds());
  }

  private static String[] row(Result result) {
    return new String[] {
      result.model,
      Figures.fixed(result.floatTop1, 1) + " %",
      Figures.fixed(result.int8Top1, 1) + " %",
      Figures.fixed(result.agreement, 1) + " %",
      Figures.decibels(result.sqnrDb),
      Figures.grouped(result.floatBytes),
      Figures.grouped(result.bytes),
      Figures.fixed(result.medianMs, 2)
    };
  }

  private static List<String> models(Path data) {
    try (Stream<Path> files = Files.list(data.resolve("models"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT,
          "the demo's models are not there",
          data.toString(),
          "unpack the zip again",
          e);
    }
  }

  private static TensorSource open(Path folder, Path data, Preprocessing rules, Console console) {
    return Sources.open(
        folder,
        new SourceOptions(
            new Shape(SIDE, SIDE, 3),
            CLASSES,
            Optional.of(rules),
            Optional.of(labels(data)),
            ExifMode.IGNORE),
        console.progress());
  }

  private static Path labels(Path data) {
    return data.resolve("labels.txt");
  }

  private static double medianMs(OctetModel model) {
    byte[] input = model.schedule().golden[0].input;
    try (Session session = model.newSession()) {
      return Benchmark.run(session, input, TIMED_RUNS, 0).percentile(50);
    }
  }

  /** The folder {@code demo}, which stands beside {@code bin} in the zip and in the project. */
  private static Path data() {
    Path data = Path.of(System.getProperty("octet.home", "."), "demo").normalize();
    if (!Files.isRegularFile(labels(data))) {
      throw new OctetException(
          Failure.INPUT,
          "the demo's data is not there",
          data.toString(),
          "start octet with its launcher, from the project or the unpacked zip");
    }
    return data;
  }

  private Path folder() {
    try {
      return out == null ? Files.createTempDirectory("octet-demo") : Files.createDirectories(out);
    } catch (IOException e) {
      throw new OctetException(
          Failure.OUTPUT,
          "the folder cannot be made: " + e,
          out == null ? "temporary folder" : out.toString(),
          "name a writable folder with --out",
          e);
    }
  }
}

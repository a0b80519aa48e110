package dev.octet.cli.compare;

import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.option.DataOptions;
import dev.octet.cli.option.LimitOptions;
import dev.octet.cli.option.ModelOptions;
import dev.octet.cli.option.PreprocessingOptions;
import dev.octet.cli.option.Threads;
import dev.octet.cli.quantize.Quantizing;
import dev.octet.model.AtomicFile;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.compare.Checkpoint;
import dev.octet.report.compare.CompareOptions;
import dev.octet.report.compare.Comparer;
import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.LogitsListener;
import dev.octet.report.compare.LogitsSpool;
import dev.octet.report.json.ComparisonJson;
import dev.octet.report.page.ReportPage;
import dev.octet.report.study.BoardLatency;
import dev.octet.report.study.Latency;
import dev.octet.report.study.Study;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet compare}. */
@Command(
    name = "compare",
    description =
        "Shows how close int8 models are to their float model, as a whole, by layer and by image.",
    footer = {
      "",
      "All models get the same pixels, preprocessed as the int8 model says. Shares are in percent.",
      "With --max-drop or --min-agreement the exit code is 5 when the budget is missed; the report",
      "is written all the same. While it works, the results so far are kept beside the report (or",
      "the JSON file); after an interruption --resume goes on there.",
      "",
      "Examples:",
      "  octet compare mobilenet_v3_large.onnx model.octet --data photos/ --report report.html",
      "  octet compare model.onnx int8.octet mixed.octet other-tool.npz --data photos/ --json -",
      "  octet compare model.onnx model.octet --data photos/ --max-drop 0.5 --quiet"
    })
public final class CompareCommand extends BaseCommand {
  /** Seconds between two writes of the results so far. */
  private static final double CHECKPOINT_SECONDS =
      Double.parseDouble(System.getProperty("octet.checkpoint.seconds", "20"));

  @Parameters(index = "0", paramLabel = "FLOAT", description = "The float model.")
  private Path floatFile;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INT8",
      description = {
        "The .octet files made of it; also a .npz of another tool's logits on the same data",
        "(array int8 or logits, images x classes)."
      })
  private List<Path> candidateFiles;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SRC",
      description =
          "A folder of images (sub-folders are class names), a list file, or a .npy of tensors.")
  private Path src;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write one HTML page that needs no network.")
  private Path report;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON to a file, or to stdout (-) in place of the table.")
  private String json;

  @Option(
      names = "--dump-logits",
      paramLabel = "FILE.npz",
      description = {
        "Write arrays 'float' and 'int8' (images x classes) in the order of the data; further",
        "models are 'int8_2' and so on."
      })
  private Path dump;

  @Option(
      names = "--layer-images",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images that every layer is compared on (default: ${DEFAULT-VALUE}).")
  private int layerImages;

  @Option(
      names = "--cost-images",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Of those, images that each layer's cost in the logits is measured on (default:"
              + " ${DEFAULT-VALUE}).")
  private int costImages;

  @Option(names = "--resume", description = "Go on where an interrupted comparison stopped.")
  private boolean resume;

  @Option(
      names = "--board",
      paramLabel = "FILE",
      description =
          "Show latency on a board: what 'octet bench --json' printed there, or 'octet deploy"
              + " --json' here.")
  private Path board;

  @Option(
      names = "--reproducible",
      description = "Leave out time of day and latency: the same input gives the same bytes.")
  private boolean reproducible;

  @Mixin private LimitOptions limits;
  @Mixin private Threads threads;
  @Mixin private DataOptions data;
  @Mixin private ModelOptions imported;
  @Mixin private PreprocessingOptions preprocessing;

  @Override
  protected int execute(Console console) {
    check(layerImages, "--layer-images");
    check(costImages, "--cost-images");
    AccuracyBudget budget = limits.budget();
    for (Path file : outputs()) {
      Quantizing.checkWritable(file);
    }
    Optional<Latency> onBoard = Optional.ofNullable(board).map(BoardLatency::read);
    CompareInputs inputs =
        CompareInputs.open(floatFile, candidateFiles, src, data, imported, preprocessing, console);
    budget.checkAnswers(inputs.model().graph().classes());
    budget.check(inputs.source());
    Comparer comparer = new Comparer(inputs.model().graph(), inputs.candidates(), threads.count());
    Optional<Checkpoint> checkpoint = checkpoint(inputs);
    CompareOptions options = new CompareOptions(layerImages, costImages, checkpoint, resume);
    List<Comparison> comparisons;
    try (LogitsSpool spool = spool(inputs)) {
      if (spool != null && checkpoint.isEmpty()) {
        spool.makeTemporary();
      }
      LogitsListener listener = spool == null ? LogitsListener.NONE : spool;
      comparisons = comparer.compareAll(inputs.source(), options, listener, console.progress());
      if (spool != null) {
        spool.finish();
        console.note("wrote " + dump);
      }
    }
    comparisons.get(0).skipped().forEach(reason -> console.note("skipped " + reason));
    Study study =
        new StudyBuilder(inputs, spec, console)
            .build(comparisons, budget, onBoard, settings(), reproducible);
    write(study, console);
    checkpoint.ifPresent(Checkpoint::delete);
    return gate(study, console);
  }

  private static void check(int number, String option) {
    if (number < 0) {
      throw new OctetException(
          Failure.USAGE, "a negative number", option + " " + number, "give 0 or more");
    }
  }

  private boolean jsonToStdout() {
    return "-".equals(json);
  }

  private List<Path> outputs() {
    List<Path> outputs = new ArrayList<>();
    if (report != null) {
      outputs.add(report);
    }
    if (json != null && !jsonToStdout()) {
      outputs.add(Path.of(json));
    }
    if (dump != null) {
      outputs.add(dump);
    }
    return outputs;
  }

  /** Beside the first output file, if there is one. */
  private Optional<Checkpoint> checkpoint(CompareInputs inputs) {
    Optional<Path> beside =
        outputs().stream()
            .filter(file -> !file.equals(dump))
            .filter(file -> !Files.exists(file) || Files.isRegularFile(file))
            .findFirst();
    if (beside.isEmpty() && resume) {
      throw new OctetException(
          Failure.USAGE,
          "the results so far are kept beside a report or a JSON file, and there is none",
          "--resume",
          "give the --report or --json FILE of the interrupted command");
    }
    return beside.map(
        file ->
            new Checkpoint(
                file.toAbsolutePath().resolveSibling(file.getFileName() + ".partial"),
                inputs.key(List.of(String.valueOf(dump), data.describe())),
                CHECKPOINT_SECONDS));
  }

  private LogitsSpool spool(CompareInputs inputs) {
    if (dump == null) {
      return null;
    }
    return new LogitsSpool(dump, inputs.model().graph(), inputs.candidates().size(), resume);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("layerImages", layerImages);
    settings.put("costImages", costImages);
    return settings;
  }

  private void write(Study study, Console console) {
    String document = Console.json(ComparisonJson.of(study));
    if (json != null && !jsonToStdout()) {
      AtomicFile.write(Path.of(json), (document + "\n").getBytes(StandardCharsets.UTF_8));
      console.note("wrote " + json);
    }
    if (report != null) {
      AtomicFile.write(report, ReportPage.html(study).getBytes(StandardCharsets.UTF_8));
      console.note("wrote " + report);
    }
    console.print(jsonToStdout() ? document : ComparisonText.of(study));
  }

  private static int gate(Study study, Console console) {
    if (study.budgetMet()) {
      return 0;
    }
    for (Comparison comparison : study.comparisons()) {
      for (String miss : study.budget().misses(comparison.fidelity())) {
        console.error(
            new OctetException(
                Failure.BUDGET,
                miss,
                study.file(comparison).file(),
                "see the advice in the report, or allow more"));
      }
    }
    return Failure.BUDGET.exitCode();
  }
}

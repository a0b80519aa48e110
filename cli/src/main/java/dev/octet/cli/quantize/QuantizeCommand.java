package dev.octet.cli.quantize;

import dev.octet.calibration.Sampler;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.JsonFlag;
import dev.octet.cli.console.NameConverter;
import dev.octet.cli.option.BudgetOptions;
import dev.octet.cli.option.CalibrationOptions;
import dev.octet.cli.option.ClassNames;
import dev.octet.cli.option.DataOptions;
import dev.octet.cli.option.ModelOptions;
import dev.octet.cli.option.Models;
import dev.octet.cli.option.PreprocessingOptions;
import dev.octet.cli.option.SampleOptions;
import dev.octet.cli.option.Threads;
import dev.octet.cli.reading.ChosenReading;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.Precision;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.qdq.QdqOnnxWriter;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet quantize}. */
@Command(
    name = "quantize",
    description = "Turns a trained float model and some photos into one int8 file.",
    footer = {
      "",
      "Every choice that is made for you is printed, and stored in the file. With --max-drop or",
      "--min-agreement, remedies are tried, the cheapest first, until the budget is kept; if none",
      "keeps it, the best model is written and the exit code is 5.",
      "",
      "Examples:",
      "  octet quantize mobilenet_v3_large.onnx --calibration photos/ -o model.octet",
      "  octet quantize weights.pth --calibration photos/ --size 224 --labels classes.txt -o"
          + " model.octet",
      "  octet quantize model.onnx --calibration tensors.npy --precision mixed -o model.octet",
      "  octet quantize model.onnx --calibration photos/ --max-drop 0.5 --eval test/ -o"
          + " model.octet",
      "  octet quantize model.onnx --data-free -o model.octet"
    })
public final class QuantizeCommand extends BaseCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "The float model: .onnx, .pth (state dict), .safetensors, .h5 or .keras.")
  private Path file;

  @ArgGroup(multiplicity = "1")
  private CalibrationOptions calibration;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.octet",
      description = "The file to write.")
  private Path output;

  @Option(
      names = "--precision",
      paramLabel = "HOW",
      defaultValue = "int8",
      description =
          "int8: 8 bits, and more between steps where they are free; strict8: nowhere more;"
              + " mixed: 16 bits for the tensors that need them (default: ${DEFAULT-VALUE}).",
      converter = PrecisionConverter.class)
  private Precision precision;

  @Option(
      names = "--min-sqnr",
      paramLabel = "DB",
      defaultValue = "40",
      description = "How close the logits must come with mixed (default: ${DEFAULT-VALUE} dB).")
  private double minSqnr;

  @Option(
      names = "--export-onnx",
      paramLabel = "FILE",
      description =
          "Writes the quantized model as ONNX, too, with QuantizeLinear and DequantizeLinear"
              + " (opset 21), for ONNX Runtime or Netron.")
  private Path onnx;

  @Option(
      names = "--requantize",
      description =
          "Of a file that is quantized already (.tflite), takes the weights as floats and quantizes"
              + " them anew, in place of keeping its scales and integers.")
  private boolean requantize;

  @Option(
      names = "--low-memory",
      description =
          "Computes the large early layers in bands of rows: less memory, the same outputs.")
  private boolean lowMemory;

  @Mixin private SampleOptions sampling;
  @Mixin private PreprocessingOptions preprocessing;
  @Mixin private DataOptions data;
  @Mixin private ModelOptions imported;
  @Mixin private Threads threads;
  @Mixin private BudgetOptions budget;
  @Mixin private JsonFlag json;

  @Override
  protected int execute(Console console) {
    AccuracyBudget limits = budget.budget(calibration.dataFree);
    sampling.check();
    Quantizing.checkWritable(output);
    if (onnx != null) {
      Quantizing.checkWritable(onnx);
    }
    QuantizerSettings settings =
        QuantizerSettings.defaults()
            .withPrecision(precision, minSqnr)
            .withSeed(sampling.seed())
            .withLowMemory(lowMemory)
            .withThreads(threads.count());
    boolean tensors = !calibration.dataFree && Sources.isTensorFile(calibration.source);
    FloatModel read =
        tensors
            ? imported.readFor(file, calibration.source, console)
            : Models.readFloat(file, imported.options(), console);
    FloatModel model = requantize || limits.isSet() ? read.asFloats() : read;
    limits.checkAnswers(classes(model));
    Optional<Preprocessing> rules = rules(tensors, model, console);
    if (!calibration.dataFree) {
      ChosenReading chosen =
          ChosenReading.of(
              file,
              model,
              rules,
              data.look(calibration.source, model, rules),
              new ChosenReading.Asked(imported, preprocessing, sampling.seed(), threads.count()),
              console);
      model = chosen.model();
      rules = chosen.rules();
    }
    BudgetRun budgeted = new BudgetRun(model, limits, console);
    Quantizing.Result result;
    if (calibration.dataFree) {
      String[] names = ClassNames.of(data.labels(), classes(model), console);
      result = Quantizing.dataFree(model, rules.orElseThrow(), names, settings, output, console);
    } else {
      result = calibrated(model, rules, settings, limits.isSet(), budgeted, console);
    }
    if (onnx != null) {
      QdqOnnxWriter.write(result.quantization().schedule(), onnx);
      console.note("wrote " + onnx + ": the same integers as QDQ ONNX");
    }
    QuantizeSummary summary = new QuantizeSummary(model, output, limits, result);
    if (json.on()) {
      console.printJson(summary.json());
    } else {
      console.print(summary.text());
    }
    result.budget().ifPresent(outcome -> budgeted.require(outcome, output));
    return 0;
  }

  private Quantizing.Result calibrated(
      FloatModel model,
      Optional<Preprocessing> rules,
      QuantizerSettings settings,
      boolean limited,
      BudgetRun budgeted,
      Console console) {
    int samples = sampling.count();
    Optional<Path> eval = budget.eval();
    TensorSource source =
        eval.isPresent() && data.labelsAreTensors()
            ? data.openUnlabelled(calibration.source, model, rules, console)
            : data.open(calibration.source, model, rules, console);
    String[] names =
        ClassNames.of(data.labels(), model.facts().labels(), source, classes(model), console);
    if (!limited) {
      TensorSource drawn = Sampler.draw(source, samples, sampling.seed());
      say(drawn.size(), source, console);
      return Quantizing.run(model, drawn, rules, names, settings, output, console);
    }
    BudgetRun.Data inputs =
        eval.map(
                path ->
                    new BudgetRun.Data(
                        source, data.openOther(path, calibration.source, model, rules, console)))
            .orElseGet(() -> BudgetRun.Data.heldOut(source, samples, sampling.seed(), console));
    say(Math.min(samples, inputs.calibration().size()), inputs.calibration(), console);
    return budgeted.run(inputs, samples, rules, names, settings, output);
  }

  private void say(int drawn, TensorSource source, Console console) {
    console.note(
        "calibration: " + drawn + " of " + source.size() + " inputs, seed " + sampling.seed());
  }

  private static int classes(FloatModel model) {
    return model.graph().classes();
  }

  private Optional<Preprocessing> rules(boolean tensors, FloatModel model, Console console) {
    if (!tensors) {
      return Optional.of(preprocessing.of(model, console));
    }
    if (preprocessing.given()) {
      console.warn("the tensors are used as they are: the options on preprocessing do nothing");
    }
    return Optional.empty();
  }

  /** Reads {@code --precision}. */
  static final class PrecisionConverter extends NameConverter<Precision> {
    PrecisionConverter() {
      super(Precision.class);
    }
  }
}

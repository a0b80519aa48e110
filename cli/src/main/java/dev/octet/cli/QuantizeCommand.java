package dev.octet.cli;

import dev.octet.calibration.Sampler;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.Precision;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.qdq.QdqOnnxWriter;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.Optional;
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
      "Every choice that is made for you is printed, and stored in the file.",
      "",
      "Examples:",
      "  octet quantize mobilenet_v3_large.onnx --calibration photos/ -o model.octet",
      "  octet quantize weights.pth --calibration photos/ --size 224 --labels classes.txt -o model.octet",
      "  octet quantize model.onnx --calibration tensors.npy --precision mixed -o model.octet"
    })
final class QuantizeCommand extends BaseCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "The float model: .onnx, .pth (state dict) or .safetensors.")
  private Path file;

  @Option(
      names = "--calibration",
      required = true,
      paramLabel = "SRC",
      description =
          "A folder of photos, a list file, or a .npy of float32 tensors that are ready to use.")
  private Path calibration;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT.octet",
      description = "The file to write.")
  private Path output;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How many inputs to draw, spread over the sub-folders (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides which inputs are drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--precision",
      paramLabel = "HOW",
      defaultValue = "int8",
      description =
          "int8, or mixed: 16 bits for the few tensors that need them (default: ${DEFAULT-VALUE}).",
      converter = PrecisionConverter.class)
  private Precision precision;

  @Option(
      names = "--min-sqnr",
      paramLabel = "DB",
      defaultValue = "40",
      description = "How close the logits shall come under mixed (default: ${DEFAULT-VALUE} dB).")
  private double minSqnr;

  @Option(
      names = "--export-onnx",
      paramLabel = "FILE",
      description =
          "Writes the quantized model as ONNX, too, with QuantizeLinear and DequantizeLinear"
              + " (opset 21), for ONNX Runtime or Netron.")
  private Path onnx;

  @Option(
      names = "--low-memory",
      description =
          "Computes the large early layers in bands of rows: less memory, the same answers.")
  private boolean lowMemory;

  @Mixin private PreprocessingOptions preprocessing;
  @Mixin private DataOptions data;
  @Mixin private ImportMixin imported;
  @Mixin private Threads threads;
  @Mixin private BudgetOptions budget;
  @Mixin private JsonFlag json;

  @Override
  int execute(Console console) {
    budget.check();
    if (samples < 1) {
      throw new OctetException(
          Failure.USAGE, "nothing to calibrate on", "--samples " + samples, "give 1 or more");
    }
    Quantizing.checkWritable(output);
    if (onnx != null) {
      Quantizing.checkWritable(onnx);
    }
    boolean tensors = Sources.isTensorFile(calibration);
    FloatModel model =
        Models.readFloat(
            file, tensors ? imported.optionsFor(calibration) : imported.options(), console);
    int classes = model.graph().outputShape().channels();
    Optional<Preprocessing> rules = rules(tensors, model, console);
    TensorSource source = data.open(calibration, model, rules, console);
    TensorSource drawn = Sampler.draw(source, samples, seed);
    console.note("calibration: " + drawn.size() + " of " + source.size() + " inputs, seed " + seed);
    QuantizerSettings settings =
        QuantizerSettings.defaults()
            .withPrecision(precision, minSqnr)
            .withSeed(seed)
            .withLowMemory(lowMemory)
            .withThreads(threads.count());
    Quantizing.Result result =
        Quantizing.run(
            model,
            drawn,
            rules,
            ClassNames.of(data.labels(), source, classes, console),
            settings,
            output,
            console);
    if (onnx != null) {
      QdqOnnxWriter.write(result.quantization().schedule(), onnx);
      console.note("wrote " + onnx + ": the same integers as QDQ ONNX");
    }
    QuantizeSummary summary = new QuantizeSummary(model, output, settings, result);
    if (json.on()) {
      console.printJson(summary.json());
    } else {
      console.print(summary.text());
    }
    return 0;
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

package dev.octet.bench;

import dev.octet.calibration.NpySource;
import dev.octet.calibration.Progress;
import dev.octet.calibration.npy.NpyFile;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.Shape;
import dev.octet.model.load.FloatModels;
import dev.octet.quantizer.Precision;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.Quantizer;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.report.statistics.Fidelity;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Prints what each accuracy technique does to a model, alone and together, as rows of a Markdown
 * table: calibrated on one file of tensors, measured on another.
 */
public final class Ablation {
  private static final QuantizerSettings SETTINGS = QuantizerSettings.defaults();

  private final FloatModel model;
  private final NpySource calibration;
  private final NpySource evaluation;
  private final float[][] wanted;

  private Ablation(FloatModel model, NpySource calibration, NpySource evaluation) {
    this.model = model;
    this.calibration = calibration;
    this.evaluation = evaluation;
    this.wanted = new float[evaluation.size()][];
    FloatSession session = new FloatExecutor(model.graph()).newSession();
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = session.run(evaluation.read(i));
    }
  }

  /** Arguments: {@code MODEL CALIBRATION.npy EVALUATION.npy [LABELS.npy] [HxW]}. */
  public static void main(String[] args) {
    if (args.length < 3) {
      System.err.println("usage: ablation MODEL CALIBRATION.npy EVALUATION.npy [LABELS.npy] [HxW]");
      System.exit(2);
    }
    ImportOptions options = ImportOptions.none();
    int[] labels = {};
    for (int i = 3; i < args.length; i++) {
      if (args[i].matches("\\d+x\\d+")) {
        String[] size = args[i].split("x", 2);
        options = ImportOptions.size(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
      } else {
        labels = NpyFile.open(Path.of(args[i])).ints();
      }
    }
    FloatModel model = FloatModels.read(Path.of(args[0]), options);
    Shape shape = model.graph().inputShape();
    Ablation ablation =
        new Ablation(
            model,
            new NpySource(Path.of(args[1]), shape, new int[0]),
            new NpySource(Path.of(args[2]), shape, labels));
    System.out.println("| " + model.graph().name() + " | SQNR | answers changed | top-1 |");
    System.out.println("|---|---|---|---|");
    variants().forEach(ablation::print);
  }

  /** From one min-max range for each tensor and nothing else, one technique more or less. */
  private static Map<String, QuantizerSettings> variants() {
    Map<String, QuantizerSettings> variants = new LinkedHashMap<>();
    RangeMethod wide = RangeMethod.MIN_MAX;
    RangeMethod square = RangeMethod.MEAN_SQUARE;
    variants.put("nothing: min-max, rounding to nearest", with(wide, false, false, false, false));
    variants.put("only mean-square ranges", with(square, false, false, false, false));
    variants.put("only scales per channel", with(wide, true, false, false, false));
    variants.put("only scales per channel, balanced", with(wide, true, true, false, false));
    variants.put("only error-compensated rounding", with(wide, false, false, true, false));
    variants.put("only bias correction", with(wide, false, false, false, true));
    variants.put("all but mean-square ranges: min-max", with(wide, true, true, true, true));
    variants.put(
        "all but mean-square ranges: percentile",
        with(RangeMethod.PERCENTILE, true, true, true, true));
    variants.put("all but scales per channel", with(square, false, false, true, true));
    variants.put("all but balance", with(square, true, false, true, true));
    variants.put("all but error-compensated rounding", with(square, true, true, false, true));
    variants.put("all but bias correction", with(square, true, true, true, false));
    variants.put("**int8, defaults**", SETTINGS);
    variants.put(
        "mixed, only min-max and rounding to nearest",
        with(wide, false, false, false, false).withPrecision(Precision.MIXED, 40));
    variants.put(
        "mixed, all but weights fitted to float sums",
        SETTINGS
            .withTechniques(new Techniques(square, true, true, true, true, false, true))
            .withPrecision(Precision.MIXED, 40));
    variants.put("**mixed, defaults**", SETTINGS.withPrecision(Precision.MIXED, 40));
    return variants;
  }

  private static QuantizerSettings with(
      RangeMethod ranges, boolean scales, boolean balance, boolean rounding, boolean bias) {
    return SETTINGS.withTechniques(
        new Techniques(ranges, scales, balance, rounding, bias, false, false));
  }

  private void print(String name, QuantizerSettings settings) {
    Quantization result =
        Quantizer.quantize(
            model,
            calibration,
            IntStream.range(0, calibration.size()).toArray(),
            Optional.empty(),
            new String[0],
            settings,
            Progress.SILENT);
    OctetModel quantized = OctetModel.of(result.schedule(), KernelSets.choose());
    double signal = 0;
    double noise = 0;
    int changed = 0;
    int right = 0;
    float[] got = new float[quantized.classes()];
    try (Session session = quantized.newSession()) {
      for (int i = 0; i < wanted.length; i++) {
        session.run(evaluation.read(i));
        session.logits(got);
        for (int c = 0; c < got.length; c++) {
          double error = (double) wanted[i][c] - got[c];
          signal += (double) wanted[i][c] * wanted[i][c];
          noise += error * error;
        }
        int best = Fidelity.argmax(got);
        changed += Fidelity.argmax(wanted[i]) == best ? 0 : 1;
        right += best == evaluation.label(i) ? 1 : 0;
      }
    }
    String wide =
        settings.precision() == Precision.MIXED ? ", " + wideTensors(result) + " at 16 bits" : "";
    System.out.printf(
        Locale.ROOT,
        "| %s%s | %.1f dB | %d of %d | %s |%n",
        name,
        wide,
        10 * Math.log10(signal / noise),
        changed,
        wanted.length,
        evaluation.label(0) < 0
            ? ""
            : String.format(Locale.ROOT, "%.2f %%", 100.0 * right / wanted.length));
  }

  private static long wideTensors(Quantization result) {
    long wide = 0;
    for (TensorSpec tensor : result.schedule().tensors) {
      wide += tensor.type() == ElementType.INT16 ? 1 : 0;
    }
    return wide;
  }
}

package dev.octet.cli.quantize;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.SourceCache;
import dev.octet.cli.console.Console;
import dev.octet.model.FloatModel;
import dev.octet.quantizer.DataFreeQuantizer;
import dev.octet.quantizer.KeptQuantizer;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.Quantizer;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.report.budget.BudgetSearch;
import dev.octet.report.statistics.Proportion;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/** From a float model and samples to a written file; {@code quantize} and {@code demo} share it. */
public final class Quantizing {
  /**
   * What came out.
   *
   * @param quantization the model and its figures
   * @param floatTop1 the float model's accuracy on the samples, if they are labelled
   * @param budget the search for a model within the budget, if there is one
   * @param seconds how long it took
   */
  public record Result(
      Quantization quantization,
      Optional<Proportion> floatTop1,
      Optional<BudgetSearch.Outcome> budget,
      double seconds) {}

  private Quantizing() {}

  /**
   * Quantizes and writes.
   *
   * @param samples the drawn calibration inputs
   * @param preprocessing rules without a table; empty for ready tensors
   * @param labels class names, or none
   */
  public static Result run(
      FloatModel model,
      TensorSource samples,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Path output,
      Console console) {
    long begin = System.nanoTime();
    try (SourceCache cache = SourceCache.of(samples)) {
      TensorSource inputs = cache.source();
      Optional<Proportion> floatTop1 = FloatCheck.run(model, inputs, settings.threads(), console);
      Quantization quantization = quantize(model, inputs, preprocessing, labels, settings, console);
      finish(quantization, inputs, output, console);
      return new Result(
          quantization, floatTop1, Optional.empty(), (System.nanoTime() - begin) / 1e9);
    }
  }

  /** Quantizes and writes without data. */
  static Result dataFree(
      FloatModel model,
      Preprocessing preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Path output,
      Console console) {
    long begin = System.nanoTime();
    Quantization quantization =
        DataFreeQuantizer.quantize(model, preprocessing, labels, settings, console.progress());
    quantization.notes().forEach(console::warn);
    OctetWriter.write(quantization.schedule(), output);
    return new Result(
        quantization, Optional.empty(), Optional.empty(), (System.nanoTime() - begin) / 1e9);
  }

  /** Quantizes with all the inputs given. */
  static Quantization quantize(
      FloatModel model,
      TensorSource inputs,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Console console) {
    int[] samples = IntStream.range(0, inputs.size()).toArray();
    return model.facts().quantization().isPresent()
        ? KeptQuantizer.quantize(
            model, inputs, samples, preprocessing, labels, settings, console.progress())
        : Quantizer.quantize(
            model, inputs, samples, preprocessing, labels, settings, console.progress());
  }

  /** Says what happened on the way to a model, and writes it. */
  static void finish(Quantization quantization, TensorSource inputs, Path output, Console console) {
    if (inputs instanceof PixelSource pictures && pictures.turned() > 0) {
      console.warn(
          pictures.turned()
              + " photos carry an EXIF rotation; it is ignored, as training pipelines do, unless"
              + " --exif apply is given");
    }
    quantization.skipped().forEach(reason -> console.note("skipped " + reason));
    quantization.notes().forEach(console::note);
    OctetWriter.write(quantization.schedule(), output);
  }

  /** Finds out before a long computation that its result could not be written. */
  public static void checkWritable(Path output) {
    Path folder = output.toAbsolutePath().getParent();
    String what = null;
    if (Files.isDirectory(output)) {
      what = "is a folder";
    } else if (folder == null || !Files.isDirectory(folder)) {
      what = "the folder does not exist";
    } else if (!Files.isWritable(folder) && !Files.exists(output)) {
      what = "the folder is not writable";
    }
    if (what != null) {
      throw new OctetException(
          Failure.OUTPUT,
          "cannot be written: " + what,
          output.toString(),
          "name a file in an existing, writable folder");
    }
  }
}

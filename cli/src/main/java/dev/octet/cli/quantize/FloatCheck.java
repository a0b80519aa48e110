package dev.octet.cli.quantize;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.Figures;
import dev.octet.cli.console.NameConverter;
import dev.octet.cli.reading.OfStateDict;
import dev.octet.model.FloatModel;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.report.advice.PreprocessingCheck;
import dev.octet.report.statistics.Proportion;
import java.util.Optional;

/** Says how good the float model is on labelled data before it is quantized. */
final class FloatCheck {
  private FloatCheck() {}

  /** The float model's top-1 on labelled data; warns when it could as well be luck. */
  static Optional<Proportion> run(
      FloatModel model, TensorSource source, int threads, Console console) {
    PreprocessingCheck check = new PreprocessingCheck(new FloatExecutor(model.graph()), threads);
    Optional<Proportion> top1 = check.accuracy(source);
    top1.ifPresent(
        found -> {
          console.note(
              "float model: "
                  + found.successes()
                  + " of "
                  + found.trials()
                  + " labelled inputs right ("
                  + Figures.percent(found)
                  + ")");
          if (check.nearChance(found)) {
            console.warn(
                "the float model is near chance on this data; "
                    + (source instanceof PixelSource pictures
                        ? advice(check, pictures, found)
                        : "check the tensors' normalization and the labels' order")
                    + (OfStateDict.isOne(model)
                        ? "; strides, padding and activations were not in the file: check the"
                            + " choices above (--strides, --padding, --activation)"
                        : ""));
          }
        });
    return top1;
  }

  private static String advice(PreprocessingCheck check, PixelSource source, Proportion now) {
    return check
        .best(source)
        .filter(best -> best.accuracy().value() > now.value())
        .map(
            best ->
                "with --normalize "
                    + best.way().normalization()
                    + " --resize "
                    + NameConverter.name(best.way().resize())
                    + " it is right on "
                    + Figures.percent(best.accuracy()))
        .orElse("no usual preprocessing does better: are the labels in the order of its outputs?");
  }
}

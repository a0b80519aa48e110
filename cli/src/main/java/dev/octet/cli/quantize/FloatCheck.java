package dev.octet.cli.quantize;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.Figures;
import dev.octet.cli.console.NameConverter;
import dev.octet.cli.option.Normalization;
import dev.octet.model.FloatModel;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.report.advice.PreprocessingCheck;
import dev.octet.report.statistics.Proportion;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how good the float model is on labelled data before it is quantized. */
final class FloatCheck {
  private static final double DEFAULT_CROP = 0.875;

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
                        ? advice(check, pictures, model, found)
                        : "check the tensors' normalization and the labels' order"));
          }
        });
    return top1;
  }

  private static String advice(
      PreprocessingCheck check, PixelSource source, FloatModel model, Proportion now) {
    int channels = model.graph().inputShape().channels();
    List<Preprocessing> ways = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (Normalization normalization : Normalization.values()) {
      for (Resize resize : Resize.values()) {
        ways.add(
            new Preprocessing(
                resize,
                resize == Resize.STRETCH ? 1 : DEFAULT_CROP,
                normalization.mean(channels),
                normalization.std(channels),
                new byte[0]));
        options.add("--normalize " + normalization + " --resize " + NameConverter.name(resize));
      }
    }
    return check
        .best(source, ways)
        .filter(best -> best.accuracy().value() > now.value())
        .map(
            best ->
                "with "
                    + options.get(best.index())
                    + " it is right on "
                    + Figures.percent(best.accuracy()))
        .orElse("no usual preprocessing does better: are the labels in the order of its outputs?");
  }
}

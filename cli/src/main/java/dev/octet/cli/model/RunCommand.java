package dev.octet.cli.model;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.JsonFlag;
import dev.octet.cli.option.DataOptions;
import dev.octet.cli.option.Models;
import dev.octet.report.input.InputElements;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Output;
import dev.octet.runtime.Session;
import dev.octet.runtime.app.OutputText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet run}. */
@Command(
    name = "run",
    description = "Classifies images with an int8 model.",
    footer = {
      "",
      "Probabilities are the softmax of the logits, or the sigmoid of each where the network ends"
          + " in",
      "sigmoids. Outputs without names, of a network that ends in neither, are shown as they are.",
      "Of a network that gives no classes each output is shown: its values, or least, mean and"
          + " largest.",
      "A picture that cannot be read is reported and passed over, and the exit code is then 3.",
      "",
      "Example:",
      "  octet run model.octet cat.jpg photos/ --top 3"
    })
public final class RunCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "An .octet file.")
  private Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "SRC",
      description = "Images, folders of images, list files, or .npy files of tensors.")
  private List<Path> sources;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "5",
      description = "How many classes to show (default: ${DEFAULT-VALUE}).")
  private int top;

  @Mixin private DataOptions data;
  @Mixin private JsonFlag json;

  /** A class of an answer. */
  private record Guess(int index, String label, double probability, double logit) {}

  @Override
  protected int execute(Console console) {
    if (top < 1) {
      throw new OctetException(
          Failure.USAGE, "no class would be shown", "--top " + top, "give a number from 1");
    }
    OctetModel loaded = Models.loadForLittle(model);
    List<TensorSource> opened = sources.stream().map(path -> open(loaded, path, console)).toList();
    OctetModel int8 = Models.forWork(loaded, opened.stream().mapToLong(TensorSource::size).sum());
    List<Map<String, Object>> results = new ArrayList<>();
    int[] failed = new int[1];
    try (Session session = int8.newSession()) {
      for (int i = 0; i < opened.size(); i++) {
        classify(session, sources.get(i), opened.get(i), results, failed, console);
      }
    }
    if (json.on()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", 1);
      document.put("model", int8.name());
      document.put("probabilities", Scores.of(int8).description());
      document.put("results", results);
      console.printJson(document);
    }
    return failed[0] == 0 ? 0 : Failure.INPUT.exitCode();
  }

  private void classify(
      Session session,
      Path path,
      TensorSource source,
      List<Map<String, Object>> results,
      int[] failed,
      Console console) {
    InputElements elements = new InputElements(session.model().schedule());
    Scores scores = Scores.of(session.model());
    for (int i = 0; i < source.size(); i++) {
      try {
        byte[] input =
            source instanceof PixelSource pictures
                ? elements.ofPixels(pictures.pixels(i))
                : elements.ofTensor(source.read(i));
        session.run(input, 0);
      } catch (OctetException e) {
        failed[0]++;
        console.error(e);
        continue;
      }
      boolean classes = session.model().schedule().isRow();
      List<Guess> guesses = classes ? guesses(session, scores) : List.of();
      String name = source.size() == 1 ? path.toString() : path + ": " + source.name(i);
      if (json.on()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("source", path.toString());
        entry.put("name", source.name(i));
        entry.put(classes ? "top" : "outputs", classes ? guesses : outputs(session));
        results.add(entry);
      } else {
        console.print(name);
        if (!classes) {
          for (Output output : session.outputs()) {
            console.print("  " + OutputText.of(output));
          }
        }
        boolean percent = scores.percent();
        guesses.forEach(guess -> console.print(percent ? line(guess) : value(guess)));
      }
    }
  }

  private static List<Map<String, Object>> outputs(Session session) {
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Output output : session.outputs()) {
      float[] values = new float[output.elements()];
      output.answers(values);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", output.name());
      entry.put("shape", OutputText.shape(output));
      entry.put("ending", output.ending().name().toLowerCase(Locale.ROOT));
      entry.put("values", values);
      outputs.add(entry);
    }
    return outputs;
  }

  private TensorSource open(OctetModel int8, Path path, Console console) {
    if (int8.schedule().preprocessing == null && !Sources.isTensorFile(path)) {
      throw new OctetException(
          Failure.USAGE,
          "the model was calibrated on ready tensors and does not know how a photo becomes its"
              + " input",
          path.toString(),
          "give a .npy file of preprocessed tensors, or quantize again with photos");
    }
    return data.open(path, int8, console.detailsOnly());
  }

  private List<Guess> guesses(Session session, Scores scores) {
    OctetModel int8 = session.model();
    float[] probabilities = scores.probabilities(session);
    int[] best = new int[Math.min(top, int8.classes())];
    int count = session.top(best);
    List<Guess> guesses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      guesses.add(
          new Guess(best[i], int8.label(best[i]), probabilities[best[i]], session.logit(best[i])));
    }
    return guesses;
  }

  private static String line(Guess guess) {
    return String.format(Locale.ROOT, "  %6.2f %%  %s", 100 * guess.probability, guess.label);
  }

  /** A network whose outputs are no classes: its values are the answer. */
  private static String value(Guess guess) {
    return String.format(Locale.ROOT, "  %8.3f  %s", guess.logit, guess.label);
  }
}

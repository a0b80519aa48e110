package dev.octet.cli.reading;

import dev.octet.calibration.Sampler;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.Console;
import dev.octet.cli.option.ModelOptions;
import dev.octet.cli.option.Models;
import dev.octet.cli.option.PreprocessingOptions;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.parallel.Parallel;
import dev.octet.report.witness.Fit;
import dev.octet.report.witness.NormWitness;
import dev.octet.report.witness.Parting;
import dev.octet.report.witness.Reading;
import dev.octet.report.witness.ReadingSearch;
import dev.octet.report.witness.ReadingSearch.Candidate;
import dev.octet.report.witness.ReadingSearch.Found;
import dev.octet.report.witness.Testimony;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A float model and the preprocessing of its photos, as its batch norms want them.
 *
 * @param model the network, with what was decided among its choices
 * @param rules how photos are preprocessed; empty for ready tensors
 * @param fit whether the network was trained on photos like these; empty where nothing tells
 */
public record ChosenReading(FloatModel model, Optional<Preprocessing> rules, Optional<Fit> fit) {
  private static final int MOST_TIES = 4;

  /**
   * Asks a network's batch norms how it and its photos are to be read, where the user leaves it
   * open, and says what they answer.
   *
   * @param file the model
   * @param model what was read of it
   * @param source photos or tensors
   * @throws OctetException UNSUPPORTED if names that nobody is known to use stand for something
   *     else than was read
   */
  public static ChosenReading of(
      Path file,
      FloatModel model,
      Optional<Preprocessing> rules,
      TensorSource source,
      Asked asked,
      Console console) {
    ImportOptions given = asked.imported.options();
    ImportOptions used =
        given.withSize(model.graph().inputShape().height(), model.graph().inputShape().width());
    ReadingSearch search =
        new ReadingSearch(
            Sampler.draw(source, NormWitness.INPUTS, asked.seed),
            new Parallel(asked.threads),
            options -> Models.readQuietly(file, options));
    ReadingSearch.Open open =
        new ReadingSearch.Open(
            !asked.preprocessing.givesNormalization(),
            !asked.preprocessing.givesResize(),
            !given.bgr(),
            given);
    Optional<Found> found = search.best(model, new Reading(used, rules), open);
    if (found.isEmpty()) {
      Choice nothing =
          new Choice(
              Choice.TRAINED_ON,
              "not told",
              "the network has no batch norms with statistics, or no input can be read");
      return new ChosenReading(with(model, model, List.of(nothing)), rules, Optional.empty());
    }
    return of(file, model, found.get(), console);
  }

  /**
   * What the user says.
   *
   * @param imported of the file
   * @param preprocessing of photos
   * @param seed which inputs are drawn
   * @param threads how many to use
   */
  public record Asked(
      ModelOptions imported, PreprocessingOptions preprocessing, long seed, int threads) {}

  private static ChosenReading of(Path file, FloatModel before, Found found, Console console) {
    List<Choice> said = new ArrayList<>();
    for (Candidate change : found.changes()) {
      Choice choice =
          new Choice(change.choice(), change.value(), "as the batch norms say: " + gain(change));
      said.add(choice);
      console.note(line(choice));
    }
    if (!found.ties().isEmpty()) {
      console.note("these inputs do not tell apart: " + ties(found.ties()));
    }
    Testimony testimony = found.testimony();
    Fit fit = testimony.verdict();
    Choice trained = new Choice(Choice.TRAINED_ON, fit.toString(), reason(testimony));
    said.add(trained);
    console.note(line(trained));
    if (fit == Fit.NO) {
      warn(file, before, testimony, console);
    }
    return new ChosenReading(
        with(found.model(), before, said), found.reading().rules(), Optional.of(fit));
  }

  private static void warn(Path file, FloatModel model, Testimony testimony, Console console) {
    if (model.choices().contains(Choice.UNKNOWN_LAYOUT)) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "the parameters have unknown names, and no reading of their shapes gives what training"
              + " gave (from batch norm '"
              + testimony.begin()
              + "' on)",
          file.toString(),
          "name the family with --arch if it is right and the photos are unlike those of training,"
              + " or export the network as ONNX");
    }
    console.warn(
        "no reading of this file gives what training gave, from batch norm '"
            + testimony.begin()
            + "' on: the photos are of another kind, or normalization, resizing, order of channels"
            + (OfStateDict.isOne(model) ? ", strides, padding or activation" : "")
            + " are others than in training");
  }

  private static String reason(Testimony testimony) {
    return "batch norms: "
        + nats(testimony.divergence())
        + " nats from training on "
        + testimony.inputs()
        + " inputs, so few explain "
        + nats(testimony.samplingPart())
        + (testimony.begin().isEmpty() ? "" : "; begins at '" + testimony.begin() + "'");
  }

  private static String gain(Candidate change) {
    Parting.Estimate overall = change.parting().overall();
    return nats(overall.there())
        + " nats from training, before "
        + nats(overall.here())
        + " (from '"
        + change.parting().layer()
        + "' on)";
  }

  private static String ties(List<Candidate> ties) {
    List<String> texts = new ArrayList<>();
    for (Candidate tie : ties.subList(0, Math.min(MOST_TIES, ties.size()))) {
      Parting.Estimate near = tie.parting().near();
      texts.add(
          tie.choice()
              + " "
              + tie.value()
              + (tie.parting().layer().isEmpty()
                  ? " (no difference)"
                  : " (from '"
                      + tie.parting().layer()
                      + "' on "
                      + nats(near.there())
                      + " nats, as read "
                      + nats(near.here())
                      + ")"));
    }
    int more = ties.size() - texts.size();
    return String.join("; ", texts) + (more > 0 ? "; and " + more + " more" : "");
  }

  private static String nats(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.0f", value);
  }

  private static String line(Choice choice) {
    return choice.name() + ": " + choice.value() + " (" + choice.reason() + ")";
  }

  /** A network with what was said at first, and what the batch norms have said since. */
  private static FloatModel with(FloatModel model, FloatModel before, List<Choice> said) {
    List<Choice> choices = new ArrayList<>(before.choices());
    for (Choice choice : said) {
      choices.removeIf(old -> old.name().equals(choice.name()));
      choices.add(choice);
    }
    return model.with(model.graph(), choices);
  }
}

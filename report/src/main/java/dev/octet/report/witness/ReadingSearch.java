package dev.octet.report.witness;

import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.family.OtherReadings;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.parallel.Parallel;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Chooses among the readings that a file allows the one whose batch norms see what they saw in
 * training, without labels. What is open is changed one thing at a time, as long as that brings the
 * network clearly nearer to training.
 */
public final class ReadingSearch {
  /** Name of the choice of normalization. */
  public static final String NORMALIZATION = "normalization";

  /** Name of the choice of resizing. */
  public static final String RESIZE = "resize";

  private static final int SCREENED = 8;
  private static final int MOST_CHANGES = 6;

  /** Readings with this many times the work are not tried, unless that is little. */
  private static final int MOST_TIMES = 4;

  private static final long LITTLE_WORK = 200_000_000L;

  /** Multiply-accumulates of networks with which all inputs are asked for every alternative. */
  private static final long CHEAP = 60_000_000L;

  /** With larger ones, alternatives that are this near on a few inputs. */
  private static final double PROMISING = 0.8;

  /** An alternative whose divergence is this many times as large on a few inputs is out. */
  private static final double HOPELESS = 1.3;

  /**
   * What the user left open.
   *
   * @param normalization of photos
   * @param resize of photos
   * @param bgr order of the channels
   * @param given what the user says of the file
   */
  public record Open(boolean normalization, boolean resize, boolean bgr, ImportOptions given) {}

  /**
   * Another reading that was heard on all inputs.
   *
   * @param choice what is another one in it
   * @param value what it is
   * @param reading the reading
   * @param model the network
   * @param testimony what its batch norms say
   * @param parting how the reading before it compares with it
   */
  public record Candidate(
      String choice,
      String value,
      Reading reading,
      FloatModel model,
      Testimony testimony,
      Parting parting) {}

  /**
   * What was found.
   *
   * @param model the network
   * @param reading the reading
   * @param testimony what its batch norms say
   * @param changes what was changed, in order; each one's parting is from the reading before it
   * @param ties readings that fit as well
   */
  public record Found(
      FloatModel model,
      Reading reading,
      Testimony testimony,
      List<Candidate> changes,
      List<Candidate> ties) {}

  private record Alternative(String choice, String value, Reading reading) {}

  private final WitnessInputs inputs;
  private final Parallel parallel;
  private final Function<ImportOptions, FloatModel> reader;

  /**
   * A search.
   *
   * @param source photos or tensors; {@link NormWitness#INPUTS} of them are used
   * @param reader reads the file
   */
  public ReadingSearch(
      TensorSource source, Parallel parallel, Function<ImportOptions, FloatModel> reader) {
    this.inputs = new WitnessInputs(source, NormWitness.INPUTS, parallel);
    this.parallel = parallel;
    this.reader = reader;
  }

  /**
   * The best reading.
   *
   * @param model the file as it was read
   * @param begin how it was read
   * @return empty if the network has no batch norms any more, or no input can be read
   */
  public Optional<Found> best(FloatModel model, Reading begin, Open open) {
    Optional<Testimony> heard = hear(model, begin, false);
    if (heard.isEmpty()) {
      return Optional.empty();
    }
    Found now = new Found(model, begin, heard.get(), List.of(), List.of());
    long most = Math.max(MOST_TIMES * macs(model.graph()), LITTLE_WORK);
    while (now.changes.size() < MOST_CHANGES) {
      Testimony before = now.testimony;
      List<Candidate> candidates = candidates(now, open, most);
      Optional<Candidate> better =
          candidates.stream()
              .filter(candidate -> isBetter(candidate, before))
              .min((a, b) -> Double.compare(a.testimony.divergence(), b.testimony.divergence()));
      if (better.isEmpty()) {
        List<Candidate> ties =
            candidates.stream().filter(candidate -> candidate.parting.isTie()).toList();
        return Optional.of(new Found(now.model, now.reading, now.testimony, now.changes, ties));
      }
      Candidate next = better.get();
      List<Candidate> changes = new ArrayList<>(now.changes);
      changes.add(next);
      now = new Found(next.model, next.reading, next.testimony, List.copyOf(changes), List.of());
    }
    return Optional.of(now);
  }

  /**
   * Whether a reading is to be taken: clearly nearer to training and then as near as it should be
   * or, if something else is wrong as well, with at most half the divergence.
   */
  private static boolean isBetter(Candidate candidate, Testimony before) {
    Testimony after = candidate.testimony;
    return candidate.parting.isOtherBetter()
        && (after.verdict() == Fit.YES || after.divergence() <= before.divergence() / 2);
  }

  private List<Candidate> candidates(Found now, Open open, long most) {
    Testimony few = hear(now.model, now.reading, true).orElse(now.testimony);
    boolean cheap = macs(now.model.graph()) <= CHEAP;
    List<Candidate> candidates = new ArrayList<>();
    for (Alternative other : alternatives(now, open)) {
      Optional<FloatModel> model = read(other.reading, now);
      if (model.isEmpty() || macs(model.get().graph()) > most) {
        continue;
      }
      Optional<Testimony> first = hear(model.get(), other.reading, true);
      if (first.isEmpty() || first.get().divergence() > HOPELESS * few.divergence()) {
        continue;
      }
      boolean again = cheap || first.get().divergence() < PROMISING * few.divergence();
      Testimony heard =
          again ? hear(model.get(), other.reading, false).orElse(first.get()) : first.get();
      candidates.add(
          new Candidate(
              other.choice,
              other.value,
              other.reading,
              model.get(),
              heard,
              (again ? now.testimony : few).partingFrom(heard)));
    }
    return candidates;
  }

  private Optional<FloatModel> read(Reading reading, Found now) {
    if (reading.options().equals(now.reading.options())) {
      return Optional.of(now.model);
    }
    try {
      return Optional.of(reader.apply(reading.options()));
    } catch (OctetException e) {
      // Not a reading of this file: strides that leave nothing of a map, channels that cannot turn.
      return Optional.empty();
    }
  }

  private Optional<Testimony> hear(FloatModel model, Reading reading, boolean few) {
    Optional<NormWitness> witness = NormWitness.of(model.graph());
    if (witness.isEmpty()) {
      return Optional.empty();
    }
    Inputs all = inputs.of(reading.rules(), model.graph().inputShape());
    if (all.count() == 0) {
      return Optional.empty();
    }
    int step = Math.max(1, all.count() / SCREENED);
    Inputs used =
        few
            ? all.subset(IntStream.range(0, all.count()).filter(i -> i % step == 0).toArray())
            : all;
    return Optional.of(witness.get().hear(used, parallel));
  }

  private static List<Alternative> alternatives(Found now, Open open) {
    List<Alternative> others = new ArrayList<>();
    Reading reading = now.reading;
    OtherReadings.of(now.model, reading.options(), open.given)
        .forEach(
            other ->
                others.add(
                    new Alternative(
                        other.choice(),
                        other.value(),
                        new Reading(other.options(), reading.rules()))));
    if (reading.rules().isEmpty()) {
      return others;
    }
    Preprocessing rules = reading.rules().get();
    int channels = now.model.graph().inputShape().channels();
    if (open.bgr && channels == 3) {
      boolean bgr = !reading.options().bgr();
      others.add(
          new Alternative(
              Choice.CHANNELS,
              bgr ? "bgr" : "rgb",
              new Reading(reading.options().withBgr(bgr), reading.rules())));
    }
    if (open.normalization) {
      for (Normalization way : Normalization.values()) {
        double[] mean = way.mean(channels);
        double[] std = way.std(channels);
        if (!Arrays.equals(mean, rules.mean) || !Arrays.equals(std, rules.std)) {
          others.add(
              photos(
                  NORMALIZATION,
                  way.toString(),
                  reading,
                  new Preprocessing(rules.resize, rules.cropFraction, mean, std, new byte[0])));
        }
      }
    }
    if (open.resize) {
      resize(reading, rules, Resize.STRETCH, 1).ifPresent(others::add);
      resize(reading, rules, Resize.SHORT_SIDE, 1).ifPresent(others::add);
      resize(reading, rules, Resize.SHORT_SIDE, Normalization.CROP_FRACTION).ifPresent(others::add);
    }
    return others;
  }

  private static Optional<Alternative> resize(
      Reading reading, Preprocessing rules, Resize how, double crop) {
    if (rules.resize == how && rules.cropFraction == crop) {
      return Optional.empty();
    }
    String text = how == Resize.STRETCH ? "stretch" : "short-side, crop fraction " + crop;
    return Optional.of(
        photos(
            RESIZE,
            text,
            reading,
            new Preprocessing(how, crop, rules.mean, rules.std, new byte[0])));
  }

  private static Alternative photos(
      String choice, String value, Reading reading, Preprocessing rules) {
    return new Alternative(choice, value, new Reading(reading.options(), Optional.of(rules)));
  }

  private static long macs(FloatGraph graph) {
    long macs = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv conv) {
        macs += (long) graph.shape(node.output()).pixels() * conv.weights().length;
      }
    }
    return macs;
  }
}

package dev.octet.report.advice;

import dev.octet.calibration.Sampler;
import dev.octet.quantizer.provenance.Provenance;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.layer.LayerCost;
import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.layer.WeightSummary;
import dev.octet.report.statistics.Decibels;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.PairedDifference;
import dev.octet.report.statistics.Proportion;
import dev.octet.report.study.ClassChange;
import dev.octet.report.study.Shell;
import dev.octet.report.study.Study;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Turns the figures of a comparison into advice. */
public final class Advisor {
  /** Below this many dB a network's answers, or a layer, can still gain from better ranges. */
  private static final double HIGH_SQNR_DB = 40;

  private final Study study;
  private final Comparison comparison;
  private final Fidelity fidelity;
  private final int calibrationImages;
  private final List<Advice> advice = new ArrayList<>();

  private Advisor(Study study) {
    this.study = study;
    this.comparison = study.first();
    this.fidelity = comparison.fidelity();
    this.calibrationImages =
        comparison.candidate() instanceof Candidate.Int8 int8
            ? Provenance.read(int8.model().schedule().provenance)
                .map(provenance -> provenance.calibration().images())
                .orElse(0)
            : 0;
  }

  /** Advice on the first candidate, the most urgent first; never empty. */
  public static List<Advice> of(Study study) {
    Advisor advisor = new Advisor(study);
    List<Consumer<Advisor>> rules =
        List.of(
            Advisor::floatModelNearChance,
            Advisor::unreadableInputs,
            Advisor::widenTensors,
            Advisor::clippedRanges,
            Advisor::fewCalibrationImages,
            Advisor::weakClasses,
            Advisor::fewTestImages,
            Advisor::noLabels,
            Advisor::deadChannels);
    rules.forEach(rule -> rule.accept(advisor));
    if (advisor.advice.isEmpty()) {
      advisor.add("Nothing to do.", "No figure of this comparison asks for a change.", "");
    }
    return List.copyOf(advisor.advice);
  }

  private void add(String title, String reason, String command) {
    advice.add(new Advice(title, reason, command));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A new quantization of the same model, preprocessed in the same way. */
  private String quantize(String options) {
    return "octet quantize "
        + Shell.word(study.reference().file())
        + " --calibration PHOTOS "
        + (comparison.candidate() instanceof Candidate.Int8 int8 ? preprocessing(int8.model()) : "")
        + options
        + " -o new.octet";
  }

  private static String preprocessing(OctetModel model) {
    Preprocessing rules = model.schedule().preprocessing;
    if (rules == null) {
      return "";
    }
    return "--size "
        + model.input().height()
        + "x"
        + model.input().width()
        + (rules.resize == Resize.STRETCH
            ? " --resize stretch"
            : " --resize short-side --crop-fraction " + rules.cropFraction)
        + " --mean "
        + list(rules.mean)
        + " --std "
        + list(rules.std)
        + " ";
  }

  private static String list(double[] values) {
    return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(","));
  }

  private void floatModelNearChance() {
    Proportion top1 = fidelity.floatTop1().orElse(null);
    if (top1 == null || !(comparison.candidate() instanceof Candidate.Int8 int8)) {
      return;
    }
    double chance = 1.0 / int8.model().classes();
    if (top1.low() <= chance + (1 - chance) / 20) {
      add(
          "Check preprocessing and labels first.",
          text(
              "The float model itself is right on only %.1f %% of the inputs, which may be luck."
                  + " Wrong normalization or labels in another order are the usual reasons; no"
                  + " figure here means much before that is mended. quantize tries the usual ones"
                  + " on labelled photos.",
              100 * top1.value()),
          "octet quantize "
              + Shell.word(study.reference().file())
              + " --calibration PHOTOS --labels CLASSES.txt -o new.octet");
    }
  }

  private void unreadableInputs() {
    if (!comparison.skipped().isEmpty()) {
      add(
          text(
              "Replace %,d unreadable %s.",
              comparison.skipped().size(), comparison.skipped().size() == 1 ? "input" : "inputs"),
          "They are not in any figure. The first: " + comparison.skipped().get(0),
          "");
    }
  }

  private void widenTensors() {
    double mostShare = 0.5;
    double leastShare = 0.05;
    int mostTensors = 5;
    double leastGainDb = 1;
    List<LayerCost> ranked = LayerCost.ranked(comparison.layers());
    if (ranked.isEmpty() || fidelity.sqnrDb() >= HIGH_SQNR_DB) {
      return;
    }
    List<String> names = new ArrayList<>();
    double share = 0;
    for (LayerCost cost : ranked) {
      boolean wide = !"int8".equals(cost.layer().layer().type());
      if (share >= mostShare || cost.share() < leastShare || names.size() == mostTensors) {
        break;
      }
      if (!wide) {
        names.add(cost.layer().layer().output().name());
        share += cost.share();
      }
    }
    double gain = Decibels.ofNoise(1 - Math.min(share, 0.999));
    if (names.isEmpty() || gain < leastGainDb) {
      return;
    }
    add(
        text("Give 16 bits to %s.", names.size() == 1 ? "one tensor" : names.size() + " tensors"),
        text(
            "%s %s %.0f %% of the noise that quantized layers add to the logits. Without it the"
                + " logits' SQNR of %.1f dB would rise by about %.1f dB.",
            String.join(", ", names),
            names.size() == 1 ? "makes" : "make",
            100 * share,
            fidelity.sqnrDb(),
            gain),
        quantize("--precision mixed"));
  }

  private void clippedRanges() {
    double muchSaturation = 0.005;
    LayerFidelity worst = null;
    for (LayerFidelity layer : comparison.layers()) {
      if (layer.compared()
          && layer.values().saturation() >= muchSaturation
          && layer.isolated().sqnrDb() < HIGH_SQNR_DB
          && (worst == null || layer.values().saturation() > worst.values().saturation())) {
        worst = layer;
      }
    }
    if (worst != null) {
      add(
          "Widen a clipped range.",
          text(
              "%s clips %.2f %% of its values: it can show %.3g to %.3g, the float model reaches"
                  + " %.3g to %.3g here. Calibration photos that look like this data would show"
                  + " the quantizer the whole range.",
              worst.layer().name(),
              100 * worst.values().saturation(),
              worst.layer().range().low(),
              worst.layer().range().high(),
              worst.values().lowest(),
              worst.values().highest()),
          quantize("--samples " + Math.max(2 * Sampler.SAMPLES, 2 * calibrationImages)));
    }
  }

  private void fewCalibrationImages() {
    int few = Sampler.SAMPLES / 2;
    if (calibrationImages > 0 && calibrationImages < few) {
      add(
          "Calibrate with more photos.",
          text(
              "The int8 model was calibrated with %d inputs; ranges and bias corrections settle"
                  + " from about 100 on.",
              calibrationImages),
          quantize("--samples " + Sampler.SAMPLES));
    }
  }

  private void weakClasses() {
    int enoughImages = 20;
    double manyPoints = 5;
    ClassChange worst = null;
    for (ClassChange change : ClassChange.of(comparison.images())) {
      if (change.images() >= enoughImages
          && change.points() <= -manyPoints
          && (worst == null || change.points() < worst.points())) {
        worst = change;
      }
    }
    if (worst != null) {
      add(
          "Look at the class " + study.className(worst.label()) + ".",
          text(
              "Of its %d inputs the float model gets %d right, the int8 model %d. More calibration"
                  + " photos of this class may help.",
              worst.images(), worst.floatRight(), worst.int8Right()),
          "");
    }
  }

  private void fewTestImages() {
    int few = 300;
    PairedDifference difference = fidelity.top1Difference().orElse(null);
    if (difference == null || fidelity.labelled() >= few) {
      return;
    }
    add(
        "Compare on more labelled inputs.",
        text(
            "With %,d inputs the interval of the difference is %.1f points wide; it halves with"
                + " every fourfold number of inputs.",
            fidelity.labelled(), 100 * (difference.high() - difference.low())),
        "");
  }

  private void noLabels() {
    if (fidelity.labelled() == 0) {
      add(
          "Add labels to see the accuracy.",
          "Without labels the report knows how often the two models agree, not which one is"
              + " right. Photos in sub-folders named by class are labelled.",
          "octet compare "
              + Shell.word(study.reference().file())
              + " "
              + Shell.word(study.file(comparison).file())
              + " --data PHOTOS --labels classes.txt --report report.html");
    }
  }

  private void deadChannels() {
    int dead = 0;
    int channels = 0;
    String where = "";
    for (LayerFidelity layer : comparison.layers()) {
      WeightSummary weights = layer.layer().weights().orElse(null);
      if (weights != null) {
        channels += weights.channels();
        dead += weights.dead();
        where = weights.dead() > 0 && where.isEmpty() ? layer.layer().name() : where;
      }
    }
    if (dead > 0) {
      add(
          text("%,d dead %s.", dead, dead == 1 ? "channel" : "channels"),
          text(
              "Of %,d output channels %,d have only zero weights (the first in %s): their output"
                  + " never changes. They cost time and bytes, not accuracy; pruning them in"
                  + " training makes the model smaller.",
              channels, dead, where),
          "");
    }
  }
}

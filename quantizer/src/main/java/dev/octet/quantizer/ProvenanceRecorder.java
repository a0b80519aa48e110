package dev.octet.quantizer;

import dev.octet.model.FloatModel;
import dev.octet.quantizer.provenance.Provenance;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records what decides a file's bytes. */
final class ProvenanceRecorder {
  private ProvenanceRecorder() {}

  /**
   * The provenance of a file.
   *
   * @param images number of calibration inputs, 0 without data
   * @param notes what is reported of the quantization
   */
  static Provenance record(
      FloatModel model,
      Optional<Preprocessing> preprocessing,
      QuantizerSettings settings,
      int images,
      List<String> notes) {
    return new Provenance(
        "octet",
        OctetVersion.VERSION,
        new Provenance.Source(model.sha256(), model.format()),
        model.choices(),
        new Provenance.Calibration(
            images,
            images == 0 ? true : null,
            settings.seed(),
            preprocessing.map(ProvenanceRecorder::photos).orElse(null)),
        settings(settings),
        notes);
  }

  private static Provenance.Photos photos(Preprocessing rules) {
    return new Provenance.Photos(
        Provenance.name(rules.resize), rules.cropFraction, list(rules.mean), list(rules.std));
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().collect(Collectors.toList());
  }

  private static Provenance.Settings settings(QuantizerSettings settings) {
    boolean mixed = settings.precision() == Precision.MIXED;
    return new Provenance.Settings(
        Provenance.name(settings.precision()),
        mixed ? settings.minSqnrDb() : null,
        settings.precision() != Precision.STRICT8 ? settings.sumFit() : null,
        settings.tuningImages(),
        settings.techniques().byEffect(),
        Provenance.name(settings.ranges()),
        settings.channelScales(),
        settings.balance(),
        settings.errorCompensation(),
        settings.biasCorrection(),
        settings.lowMemory() ? true : null);
  }
}

package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.FloatModel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.InputQuantization;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.QuantizationPlanner;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.schedule.ArenaPlanner;
import dev.octet.quantizer.simulate.Workers;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns a float model and calibration inputs into a schedule. */
public final class Quantizer {
  private static final int GOLDEN_VECTORS = 2;

  private Quantizer() {}

  /**
   * Quantizes a model.
   *
   * @param model the float model
   * @param source where calibration inputs come from
   * @param samples which of them to use, in this order
   * @param preprocessing what photos go through (its table is not read), or empty for ready tensors
   * @param labels class names, or an empty array
   * @param settings how to quantize
   * @param progress told how it goes
   * @return the schedule with figures
   * @throws dev.octet.runtime.OctetException INPUT if too few inputs can be read
   */
  public static Quantization quantize(
      FloatModel model,
      TensorSource source,
      int[] samples,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Progress progress) {
    Workers workers = new Workers(settings.threads());
    try (CalibrationInputs inputs =
        CalibrationInputs.read(source, samples, settings.tuningImages(), workers, progress)) {
      return quantize(model, inputs, preprocessing, labels, settings, workers, progress);
    }
  }

  private static Quantization quantize(
      FloatModel model,
      CalibrationInputs inputs,
      Optional<Preprocessing> preprocessing,
      String[] labels,
      QuantizerSettings settings,
      Workers workers,
      Progress progress) {
    FloatGraph folded = new FoldBatchNorm().apply(model.graph());
    StepGraph graph = StepGraph.of(folded);
    int tuned = Math.min(settings.tuningImages(), inputs.count());
    ActivationStatistics statistics =
        ActivationStatistics.collect(graph, inputs::get, inputs.count(), tuned, workers, progress);
    TensorQuantization inputQuantization =
        preprocessing
            .map(p -> InputQuantization.ofPhotos(graph, p))
            .orElseGet(
                () ->
                    InputQuantization.ofTensors(
                        graph, statistics.histograms().get(folded.inputName())));
    KernelSet kernels = KernelSets.choose().set();
    Function<Set<String>, Attempt> quantize =
        wide -> {
          Map<String, TensorQuantization> plan =
              QuantizationPlanner.plan(
                  graph,
                  statistics,
                  inputQuantization,
                  new PlanOptions(
                      settings.ranges(), settings.channelScales(), settings.balance(), wide));
          SequentialQuantizer.Result answered =
              new SequentialQuantizer(graph, statistics, settings, kernels, workers)
                  .run(plan, inputs::get, tuned, progress);
          return new Attempt(
              plan,
              answered,
              TuningFidelity.of(statistics, answered, plan.get(folded.outputName())));
        };
    List<String> notes = new ArrayList<>();
    Attempt attempt = quantize.apply(Set.of());
    if (settings.precision() == Precision.MIXED) {
      attempt =
          new MixedPrecision(graph, workers, progress, notes)
              .widen(attempt, settings.minSqnrDb(), quantize, inputs::get, statistics.logits());
    }
    SequentialQuantizer.Result result = attempt.result();
    TuningFidelity fidelity = attempt.fidelity();
    Schedule schedule =
        ArenaPlanner.plan(
            new Schedule(
                folded.name(),
                preprocessing.map(p -> withTable(p, inputQuantization)).orElse(null),
                labels,
                result.tensors(),
                result.operations(),
                index(result.tensors(), folded.inputName()),
                index(result.tensors(), folded.outputName()),
                folded.softmax(),
                0,
                0,
                golden(result),
                Provenance.json(model, preprocessing, settings, inputs.count(), notes)));
    return new Quantization(
        schedule,
        inputs.count(),
        inputs.skipped(),
        fidelity.sqnrDb(),
        fidelity.agreement(),
        floatBytes(folded),
        notes);
  }

  private static Preprocessing withTable(
      Preprocessing preprocessing, TensorQuantization quantization) {
    int channels = quantization.channels();
    byte[] table = new byte[channels * 256];
    for (int c = 0; c < channels; c++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        double real = (pixel / 255.0 - preprocessing.mean[c]) / preprocessing.std[c];
        table[c * 256 + pixel] = (byte) quantization.quantize(real, c);
      }
    }
    return new Preprocessing(
        preprocessing.resize,
        preprocessing.cropFraction,
        preprocessing.mean,
        preprocessing.std,
        table);
  }

  private static int index(TensorSpec[] tensors, String name) {
    for (int i = 0; i < tensors.length; i++) {
      if (tensors[i].name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("no tensor " + name);
  }

  private static GoldenVector[] golden(SequentialQuantizer.Result result) {
    GoldenVector[] golden = new GoldenVector[Math.min(GOLDEN_VECTORS, result.inputs().length)];
    for (int i = 0; i < golden.length; i++) {
      golden[i] = new GoldenVector(result.inputs()[i], result.outputs()[i]);
    }
    return golden;
  }

  private static long floatBytes(FloatGraph graph) {
    long elements = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv conv) {
        elements += conv.weights().length + conv.bias().length;
      }
    }
    return elements * Float.BYTES;
  }
}

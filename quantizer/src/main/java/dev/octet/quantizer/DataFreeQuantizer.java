package dev.octet.quantizer;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.FloatModel;
import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.datafree.DataFreeMoments;
import dev.octet.quantizer.datafree.DataFreeStatistics;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.FreeBits;
import dev.octet.quantizer.range.InputQuantization;
import dev.octet.quantizer.range.PlanOptions;
import dev.octet.quantizer.range.QuantizationPlanner;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.tuning.SequentialQuantizer;
import dev.octet.quantizer.tuning.WeightFit;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Turns a float model into a schedule without any picture: ranges and bias corrections follow from
 * the statistics in its batch normalizations (Nagel et al., <em>Data-Free Quantization</em>, ICCV
 * 2019). How close the result is to the float model stays unknown until somebody measures it.
 */
public final class DataFreeQuantizer {
  /** Inputs made up for the golden vectors. */
  private static final int SYNTHETIC_INPUTS = 2;

  private static final String LOSS =
      "quantized without data: ranges and corrections come from batch normalization statistics;"
          + " the loss of accuracy is not known, measure it with octet compare";

  private DataFreeQuantizer() {}

  /**
   * Quantizes a model.
   *
   * @param model the float model, with its batch normalizations
   * @param preprocessing what photos will go through (its table is not read)
   * @param labels class names, or an empty array
   * @param asked how to quantize; ranges are what batch normalization says, whatever the method
   * @param progress receives what is done
   * @return the schedule; figures on calibration inputs are not there
   * @throws OctetException UNSUPPORTED if a convolution has no batch normalization; USAGE if mixed
   *     precision is asked for
   */
  public static Quantization quantize(
      FloatModel model,
      Preprocessing preprocessing,
      String[] labels,
      QuantizerSettings asked,
      Progress progress) {
    if (asked.precision() == Precision.MIXED) {
      throw new OctetException(
          Failure.USAGE,
          "which tensors need 16 bits can only be measured on data",
          "--precision mixed",
          "give photos with --calibration in place of --data-free, or take int8");
    }
    QuantizerSettings settings =
        asked.withTechniques(asked.techniques().fixed(RangeMethod.MIN_MAX, asked.balance()));
    FloatGraph folded = new FoldBatchNorm().apply(model.graph());
    StepGraph graph = StepGraph.of(folded);
    DataFreeStatistics known = new DataFreeStatistics(model.graph(), graph, preprocessing);
    ActivationStatistics statistics = known.activations();
    TensorQuantization input = InputQuantization.ofPhotos(graph, preprocessing);
    Map<String, TensorQuantization> plan =
        QuantizationPlanner.plan(graph, statistics, input, settings.plan());
    if (settings.precision() != Precision.STRICT8) {
      PlanOptions roomy = settings.plan().withRoomy(FreeBits.of(graph, plan));
      plan = QuantizationPlanner.plan(graph, statistics, input, roomy);
    }
    Run run = Run.of(settings.threads(), progress);
    SequentialQuantizer.Result result =
        new SequentialQuantizer(
                graph,
                statistics,
                new DataFreeMoments(graph, known),
                WeightFit.NONE,
                settings.techniques(),
                run)
            .quantize(plan, synthetic(folded, preprocessing, settings.seed()));
    List<String> notes = List.of(LOSS);
    return new Quantization(
        ScheduleAssembly.assemble(
            folded,
            Optional.of(preprocessing),
            labels,
            input,
            result,
            settings.lowMemory(),
            ProvenanceRecorder.record(model, Optional.of(preprocessing), settings, 0, notes)
                .json()),
        0,
        List.of(),
        Double.NaN,
        Double.NaN,
        ScheduleAssembly.floatBytes(folded),
        notes);
  }

  /** Pictures of noise, normalized. */
  private static Inputs synthetic(FloatGraph graph, Preprocessing preprocessing, long seed) {
    Random random = new Random(seed);
    int channels = graph.inputShape().channels();
    float[][] inputs = new float[SYNTHETIC_INPUTS][graph.inputShape().elements()];
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) preprocessing.real(random.nextInt(256), i % channels);
      }
    }
    return Inputs.of(inputs);
  }
}

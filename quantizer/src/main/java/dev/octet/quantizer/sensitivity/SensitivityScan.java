package dev.octet.quantizer.sensitivity;

import dev.octet.calibration.Progress;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Quantizes one tensor at a time in an otherwise float network and measures what it does to the
 * logits. Needs no labels.
 */
public final class SensitivityScan {
  private final FloatGraph graph;
  private final Workers workers;
  private final Progress progress;

  /** A scan of a graph without batch normalization. */
  public SensitivityScan(FloatGraph graph, Workers workers, Progress progress) {
    this.graph = graph;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * What one tensor costs.
   *
   * @param tensor its name
   * @param noise mean squared error of the logits when only this tensor is quantized, relative to
   *     their mean square
   */
  public record Sensitivity(String tensor, double noise) {
    /** The same as a signal-to-quantization-noise ratio, dB. */
    public double sqnrDb() {
      return -10 * StrictMath.log10(Math.max(noise, 1e-30));
    }
  }

  /**
   * Measures the given tensors, the most sensitive first.
   *
   * @param plan quantizations of the tensors to try
   * @param inputs float inputs, HWC
   * @param count number of inputs
   * @param logits the float network's answers to them
   */
  public List<Sensitivity> scan(
      Map<String, TensorQuantization> plan,
      IntFunction<float[]> inputs,
      int count,
      float[][] logits) {
    FloatExecutor executor = new FloatExecutor(graph);
    List<String> tensors = plan.keySet().stream().sorted().toList();
    double[][] noise = new double[tensors.size()][count];
    double[] signal = new double[count];
    progress.start("scanning sensitivity", (long) tensors.size() * count);
    workers.eachWith(
        count,
        executor::newSession,
        (FloatSession session, int i) -> {
          float[] input = inputs.apply(i);
          signal[i] = power(logits[i], new float[logits[i].length]);
          for (int t = 0; t < noise.length; t++) {
            String tensor = tensors.get(t);
            noise[t][i] = power(logits[i], quantized(session, input, tensor, plan.get(tensor)));
            progress.advance(1);
          }
        });
    double total = sum(signal);
    List<Sensitivity> result = new ArrayList<>();
    for (int t = 0; t < noise.length; t++) {
      result.add(new Sensitivity(tensors.get(t), sum(noise[t]) / total));
    }
    result.sort(Comparator.comparingDouble(Sensitivity::noise).reversed());
    return result;
  }

  /** The logits when one tensor is rounded to its elements. */
  private float[] quantized(
      FloatSession session, float[] input, String tensor, TensorQuantization quantization) {
    float[] answer = new float[graph.outputShape().elements()];
    boolean isInput = tensor.equals(graph.inputName());
    float[] fed = input;
    if (isInput) {
      fed = input.clone();
      round(fed, graph.inputShape(), quantization);
    }
    session.run(
        fed,
        isInput
            ? new HashSet<>(List.of(graph.outputName()))
            : new HashSet<>(List.of(tensor, graph.outputName())),
        (name, shape, values) -> {
          if (name.equals(tensor) && !isInput) {
            round(values, shape, quantization);
          }
          if (name.equals(graph.outputName())) {
            System.arraycopy(values, 0, answer, 0, answer.length);
          }
        });
    return answer;
  }

  private static void round(float[] values, Shape shape, TensorQuantization quantization) {
    int channels = shape.channels();
    for (int p = 0, i = 0; p < shape.pixels(); p++) {
      for (int c = 0; c < channels; c++, i++) {
        values[i] = (float) quantization.dequantize(quantization.quantize(values[i], c), c);
      }
    }
  }

  private static double power(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (double) a[i] - b[i];
      sum += d * d;
    }
    return sum;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }
}

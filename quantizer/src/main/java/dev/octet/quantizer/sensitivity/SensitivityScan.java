package dev.octet.quantizer.sensitivity;

import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Quantizes one tensor at a time in an otherwise float network and measures what it does to the
 * logits (docs/arithmetic.md, equation 28). Needs no labels.
 *
 * @param graph without batch normalization
 * @param run threads, and who is told
 */
public record SensitivityScan(FloatGraph graph, Run run) {
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
      return InputNoise.decibels(noise);
    }
  }

  /**
   * Inputs to measure on.
   *
   * @param plan quantizations of the tensors to try
   * @param answered the inputs
   */
  public record Sample(Map<String, TensorQuantization> plan, Answered answered) {}

  /** Measures the given tensors on all samples, the most sensitive first. */
  public List<Sensitivity> scan(Collection<String> names, List<Sample> samples) {
    List<String> tensors = names.stream().sorted().toList();
    LogitNoise measure = new LogitNoise(graph, run);
    InputNoise[] noise = new InputNoise[tensors.size()];
    Arrays.fill(noise, InputNoise.NONE);
    int inputs = samples.stream().mapToInt(sample -> sample.answered().count()).sum();
    run.progress().start("scanning sensitivity", (long) tensors.size() * inputs);
    for (Sample sample : samples) {
      List<InputNoise> measured =
          measure.measure(
              tensors.stream().map(tensor -> Map.of(tensor, sample.plan().get(tensor))).toList(),
              sample.answered());
      for (int t = 0; t < noise.length; t++) {
        noise[t] = noise[t].and(measured.get(t));
      }
    }
    List<Sensitivity> result = new ArrayList<>();
    for (int t = 0; t < noise.length; t++) {
      result.add(new Sensitivity(tensors.get(t), noise[t].relative()));
    }
    result.sort(Comparator.comparingDouble(Sensitivity::noise).reversed());
    return result;
  }
}

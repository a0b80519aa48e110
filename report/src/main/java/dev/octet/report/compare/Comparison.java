package dev.octet.report.compare;

import dev.octet.report.layer.LayerFidelity;
import dev.octet.report.statistics.Fidelity;
import java.util.Comparator;
import java.util.List;

/**
 * Float against int8 on the same inputs.
 *
 * @param candidate what was compared with the float model
 * @param fidelity top-1 and logits; where the network gives more than one row of values, nothing
 *     but the number of inputs says anything
 * @param outputs output by output, in the source file's order
 * @param images input by input, in order
 * @param layers step by step, in order of execution; empty for another tool's logits
 * @param layerImages inputs that {@code layers} were measured on
 * @param answerImages inputs that the layers' effect on the logits was measured on
 * @param skipped inputs that could not be read, with the reasons
 */
public record Comparison(
    Candidate candidate,
    Fidelity fidelity,
    List<OutputFidelity> outputs,
    List<ImageResult> images,
    List<LayerFidelity> layers,
    int layerImages,
    int answerImages,
    List<String> skipped) {
  /** Copies the lists. */
  public Comparison {
    outputs = List.copyOf(outputs);
    images = List.copyOf(images);
    layers = List.copyOf(layers);
    skipped = List.copyOf(skipped);
  }

  /** Whether the network gives one row of values, in which top-1 and agreement mean something. */
  public boolean hasClasses() {
    return !(candidate instanceof Candidate.Int8 int8) || int8.model().schedule().isRow();
  }

  /** The output with the lowest signal-to-quantization-noise ratio. */
  public OutputFidelity worst() {
    return outputs.stream()
        .min(Comparator.comparingDouble(output -> output.signal().sqnrDb()))
        .orElseThrow();
  }

  /** Signal-to-quantization-noise ratio of the logits, or of the worst of several outputs, dB. */
  public double sqnrDb() {
    return hasClasses() ? fidelity.sqnrDb() : worst().signal().sqnrDb();
  }

  /** Cosine of the angle between float and int8 logits, or of the worst of several outputs. */
  public double cosine() {
    return hasClasses()
        ? fidelity.cosine()
        : outputs.stream().mapToDouble(o -> o.signal().cosine()).min().orElseThrow();
  }
}

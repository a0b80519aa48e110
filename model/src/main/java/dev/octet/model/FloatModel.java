package dev.octet.model;

import dev.octet.model.graph.FloatGraph;
import java.util.List;
import java.util.Optional;

/**
 * An imported model.
 *
 * @param graph the network
 * @param format where it came from, such as {@code ONNX opset 17} or {@code PyTorch state dict}
 * @param sha256 hash of the file, lower-case hexadecimal
 * @param choices what the file did not say
 * @param normalization the input normalization that the network itself asks for, or that its
 *     framework's models usually expect
 * @param facts what the file says beside the network
 */
public record FloatModel(
    FloatGraph graph,
    String format,
    String sha256,
    List<Choice> choices,
    Normalization normalization,
    SourceFacts facts) {
  /** Copies the list. */
  public FloatModel {
    choices = List.copyOf(choices);
  }

  /** A model whose file says nothing beside the network. */
  public FloatModel(
      FloatGraph graph,
      String format,
      String sha256,
      List<Choice> choices,
      Normalization normalization) {
    this(graph, format, sha256, choices, normalization, SourceFacts.NONE);
  }

  /** The same file read as another network, with what it did not say then; the rest stays. */
  public FloatModel with(FloatGraph otherGraph, List<Choice> otherChoices) {
    return new FloatModel(otherGraph, format, sha256, otherChoices, normalization, facts);
  }

  /** The same model as one whose file is not quantized. */
  public FloatModel asFloats() {
    return new FloatModel(
        graph,
        format,
        sha256,
        choices,
        normalization,
        new SourceFacts(facts.pixels(), facts.labels(), Optional.empty()));
  }
}

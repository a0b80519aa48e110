package dev.octet.model;

import java.util.List;
import java.util.Optional;

/**
 * What a model file says beside its network.
 *
 * @param pixels which values it wants in place of pixels
 * @param labels class names, or an empty list
 * @param quantization how it is quantized already
 */
public record SourceFacts(
    Optional<PixelScale> pixels, List<String> labels, Optional<KeptQuantization> quantization) {
  /** A file that says nothing else. */
  public static final SourceFacts NONE =
      new SourceFacts(Optional.empty(), List.of(), Optional.empty());

  /** Copies the list. */
  public SourceFacts {
    labels = List.copyOf(labels);
  }
}

package dev.octet.report.study;

import dev.octet.report.compare.ImageResult;
import java.util.Comparator;
import java.util.List;

/**
 * Inputs worth a look.
 *
 * @param flips all inputs whose top-1 differs between the models, those that the float model was
 *     surest of first
 * @param closest inputs with the same top-1 whose int8 margin is smallest
 * @param moved inputs whose logits moved most, relative to their size
 */
public record NotableImages(
    List<ImageResult> flips, List<ImageResult> closest, List<ImageResult> moved) {
  /**
   * Picks.
   *
   * @param limit the most inputs in each list but the flips
   */
  public static NotableImages of(List<ImageResult> results, int limit) {
    return new NotableImages(
        results.stream()
            .filter(image -> !image.fidelity().agrees())
            .sorted(by(image -> -image.fidelity().floatMargin()))
            .toList(),
        results.stream()
            .filter(image -> image.fidelity().agrees())
            .sorted(by(image -> image.fidelity().int8Margin()))
            .limit(limit)
            .toList(),
        results.stream()
            .sorted(by(image -> -image.fidelity().relativeNoise()))
            .limit(limit)
            .toList());
  }

  private static Comparator<ImageResult> by(
      java.util.function.ToDoubleFunction<ImageResult> order) {
    return Comparator.comparingDouble(order).thenComparingInt(ImageResult::index);
  }
}

package dev.octet.calibration;

import dev.octet.calibration.statistics.TensorStatistics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network's tensors hold for typical inputs.
 *
 * @param tensors statistics by tensor name, in order of computation, the input first
 * @param images number of inputs used
 * @param skipped inputs that could not be read, in order
 */
public record CalibrationStatistics(
    Map<String, TensorStatistics> tensors, int images, List<SkippedInput> skipped) {
  /** Copies the collections. */
  public CalibrationStatistics {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    skipped = List.copyOf(skipped);
  }

  /**
   * Statistics of a tensor.
   *
   * @throws IllegalArgumentException if none were collected
   */
  public TensorStatistics tensor(String name) {
    TensorStatistics found = tensors.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no statistics for " + name);
    }
    return found;
  }
}

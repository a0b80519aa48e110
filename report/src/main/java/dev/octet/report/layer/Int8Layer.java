package dev.octet.report.layer;

import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of an int8 model.
 *
 * @param name the step's name
 * @param kind what it computes
 * @param output the tensor it writes
 * @param macs multiply-accumulates
 * @param range the real values that the tensor can show
 * @param weights its weights, if it has some
 */
public record Int8Layer(
    String name,
    String kind,
    TensorSpec output,
    long macs,
    TensorRange range,
    Optional<WeightSummary> weights) {
  static Int8Layer of(Operation operation, Schedule schedule, WeightLookup floatWeights) {
    TensorSpec tensor = schedule.tensors[operation.output()];
    return new Int8Layer(
        operation.name(),
        LayerKind.of(operation, schedule.tensors),
        tensor,
        Macs.of(operation, schedule.tensors),
        TensorRange.of(tensor),
        operation instanceof Convolution convolution
            ? Optional.of(floatWeights.summary(convolution))
            : Optional.empty());
  }

  /** Finds what is known of a layer's weights. */
  @FunctionalInterface
  interface WeightLookup {
    WeightSummary summary(Convolution convolution);
  }

  /** The tensor's shape, such as {@code 7x7x96}. */
  public String shape() {
    return output.height() + "x" + output.width() + "x" + output.channels();
  }

  /** The tensor's element type, such as {@code int8}. */
  public String type() {
    return output.type().name().toLowerCase(Locale.ROOT);
  }
}

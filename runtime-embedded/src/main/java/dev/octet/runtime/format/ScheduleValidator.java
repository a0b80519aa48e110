package dev.octet.runtime.format;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.operation.OperationReader;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses a schedule that says something wrong, whether or not its file's checksum is right.
 * Kernels assume everything that is checked here. The writer checks the same before it writes.
 */
public final class ScheduleValidator {
  private final Schedule schedule;
  private final String source;

  private ScheduleValidator(Schedule schedule, String source) {
    this.schedule = schedule;
    this.source = source;
  }

  /**
   * Checks a planned schedule completely.
   *
   * @param source the file's or the model's name, for errors
   * @throws OctetException INPUT naming the tensor or operation and what is wrong with it
   */
  public static void validate(Schedule schedule, String source) {
    ScheduleValidator validator = new ScheduleValidator(schedule, source);
    validator.model();
    validator.tensors();
    for (int i = 0; i < schedule.operations.length; i++) {
      validator.operation(i);
    }
    OutputCheck.check(schedule, source);
    BandCheck.check(schedule, source);
    new ArenaCheck(schedule, source).run();
    validator.golden();
    validator.preprocessing();
  }

  /** Whether a schedule whose operations are valid may have its groups of bands, for planners. */
  public static boolean takesBands(Schedule schedule) {
    try {
      BandCheck.check(schedule, schedule.name);
      return true;
    } catch (OctetException e) {
      return false;
    }
  }

  static Check operation(String source, int index, Operation operation) {
    return new Check(source + ": operation " + index + " (" + operation.name() + ")");
  }

  static Check tensor(String source, int index, TensorSpec tensor) {
    return new Check(source + ": tensor " + index + " (" + tensor.name() + ")");
  }

  private void model() {
    Check check = new Check(source);
    check.range("the number of tensors", schedule.tensors.length, 1, FormatLimits.TENSORS);
    check.range("the number of operations", schedule.operations.length, 1, FormatLimits.OPERATIONS);
    check.range("the input tensor", schedule.input, 0, schedule.tensors.length - 1);
    check.range("the int8 arena", schedule.arena8, 0, FormatLimits.ARENA_BYTES);
    check.range("the int16 arena", schedule.arena16, 0, FormatLimits.ARENA_BYTES / 2);
    check.range(
        "the bytes of both arenas",
        schedule.arena8 + 2L * schedule.arena16,
        1,
        FormatLimits.ARENA_BYTES);
    check.require(
        schedule.tensors[schedule.input].type() == ElementType.INT8, "the input is not int8");
    String json = schedule.provenance.trim();
    check.require(json.startsWith("{") && json.endsWith("}"), "the provenance is no JSON object");
  }

  private void tensors() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < schedule.tensors.length; i++) {
      TensorSpec t = schedule.tensors[i];
      Check check = tensor(source, i, t);
      check.require(names.add(t.name()), "the name occurs twice");
      check.range("the height", t.height(), 1, FormatLimits.DIMENSION);
      check.range("the width", t.width(), 1, FormatLimits.DIMENSION);
      check.range("the number of channels", t.channels(), 1, FormatLimits.DIMENSION);
      check.range(
          "the number of elements",
          (long) t.height() * t.width() * t.channels(),
          1,
          FormatLimits.ARENA_BYTES);
      check.require(
          t.quantizationCount() == 1 || t.quantizationCount() == t.channels(),
          t.quantizationCount() + " scales for " + t.channels() + " channels");
      for (int c = 0; c < t.quantizationCount(); c++) {
        double zero = t.zeroPoint(c);
        check.require(
            t.scale(c) > 0 && t.scale(c) <= Double.MAX_VALUE, "the scale is " + t.scale(c));
        int limit = i == schedule.input ? FormatLimits.INPUT_ZERO_POINT : FormatLimits.ZERO_POINT;
        check.require(Math.abs(zero) <= limit, "the zero point is " + zero);
        check.require(
            zero == Math.rint(zero) || i == schedule.input,
            "the zero point is the fraction " + zero);
      }
    }
  }

  private void operation(int index) {
    Operation operation = schedule.operations[index];
    Check check = operation(source, index, operation);
    check.range("the output", operation.output(), 0, schedule.tensors.length - 1);
    for (int i = 0; i < operation.inputCount(); i++) {
      check.range("an input", operation.input(i), 0, schedule.tensors.length - 1);
      check.require(operation.input(i) != operation.output(), "the output is an input, too");
    }
    OperationReader.check(operation, schedule.tensors, check);
  }

  private void golden() {
    Check check = new Check(source + ": golden vectors");
    TensorSpec input = schedule.tensors[schedule.input];
    check.range("their number", schedule.golden.length, 1, FormatLimits.GOLDEN_VECTORS);
    for (GoldenVector vector : schedule.golden) {
      check.count("an input", vector.input.length, input.elements());
      check.count("an output", vector.output.length, schedule.answerElements());
      int next = 0;
      for (int head : schedule.heads) {
        TensorSpec tensor = schedule.tensors[head];
        for (int i = 0; i < tensor.elements(); i++) {
          int value = vector.output[next++];
          check.range("an output element", value, tensor.type().min(), tensor.type().max());
        }
      }
    }
  }

  private void preprocessing() {
    Preprocessing p = schedule.preprocessing;
    if (p == null) {
      return;
    }
    Check check = new Check(source + ": preprocessing");
    int channels = schedule.tensors[schedule.input].channels();
    check.require(channels == 1 || channels == 3, "the input has " + channels + " channels");
    check.count("the mean", p.mean.length, channels);
    check.count("the standard deviation", p.std.length, channels);
    check.count("the table", p.table.length, channels * 256);
    check.require(
        p.cropFraction >= FormatLimits.CROP_FRACTION
            && p.cropFraction <= 1
            && (p.cropFraction == 1 || p.resize == Preprocessing.Resize.SHORT_SIDE),
        "the crop fraction is " + p.cropFraction);
    for (int c = 0; c < channels; c++) {
      check.require(
          Math.abs(p.mean[c]) <= Double.MAX_VALUE && p.std[c] > 0 && p.std[c] <= Double.MAX_VALUE,
          "mean and deviation are " + Arrays.toString(p.mean) + ", " + Arrays.toString(p.std));
    }
  }
}

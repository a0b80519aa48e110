package dev.octet.runtime.app;

import dev.octet.runtime.Output;
import java.math.BigDecimal;
import java.math.MathContext;

/** An output that is no row of class scores, in words: short ones value by value. */
public final class OutputText {
  /** Values that are shown one by one. */
  private static final int FEW = 16;

  private OutputText() {}

  /** The shape, such as {@code 1x288x4}. */
  public static String shape(Output output) {
    StringBuilder text = new StringBuilder();
    for (int axis = 0; axis < output.rank(); axis++) {
      text.append(axis == 0 ? "" : "x").append(output.extent(axis));
    }
    return text.toString();
  }

  /**
   * Name, shape and what the latest inference answered: up to 16 values, else least, mean and
   * largest.
   */
  public static String of(Output output) {
    float[] values = new float[output.elements()];
    output.answers(values);
    StringBuilder text = new StringBuilder();
    text.append(RuntimeMain.printable(output.name())).append(' ').append(shape(output));
    if (values.length <= FEW) {
      for (float value : values) {
        text.append(' ').append(number(value));
      }
      return text.toString();
    }
    double sum = 0;
    float least = values[0];
    float largest = values[0];
    for (float value : values) {
      sum += value;
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
    return text.append(" least ")
        .append(number(least))
        .append(" mean ")
        .append(number(sum / values.length))
        .append(" largest ")
        .append(number(largest))
        .toString();
  }

  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros().toPlainString();
  }
}

package dev.octet.cli.console;

import dev.octet.report.statistics.Proportion;
import java.util.Locale;

/** How figures are printed. */
public final class Figures {
  private Figures() {}

  /** Such as {@code 1,234,567}. */
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Multiply-accumulates in millions, such as {@code 12.3 M}. */
  public static String millions(long value) {
    return String.format(Locale.ROOT, "%.1f M", value / 1e6);
  }

  /** Decibels with one decimal; {@code exact} without noise, {@code -} where nothing is known. */
  public static String decibels(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return Double.isInfinite(value) ? "exact" : fixed(value, 1);
  }

  /** A number with this many decimals. */
  public static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Such as {@code 91.23 %}. */
  public static String percent(Proportion share) {
    return fixed(100 * share.value(), 2) + " %";
  }

  /** Such as {@code 91.23 % (89.40 to 92.78)}. */
  public static String withInterval(Proportion share) {
    return percent(share)
        + " ("
        + fixed(100 * share.low(), 2)
        + " to "
        + fixed(100 * share.high(), 2)
        + ")";
  }
}

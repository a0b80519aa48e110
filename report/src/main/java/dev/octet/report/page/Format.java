package dev.octet.report.page;

import java.util.Locale;

/** How the page prints figures. */
final class Format {
  /** Shown where there is no figure. */
  static final String NONE = "\u2013";

  private static final double SI = 1000;

  private Format() {}

  /** A number with this many decimals, {@link #NONE} if it is none; never a negative zero. */
  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }

  /** The same with its sign. */
  static String signed(double value, int decimals) {
    String text = fixed(value, decimals);
    return value > 0 && !text.matches("0(\\.0*)?") ? "+" + text : text.replace('-', '\u2212');
  }

  /** Decibels with one decimal; infinitely many are exact. */
  static String decibels(double value) {
    return value == Double.POSITIVE_INFINITY ? "exact" : fixed(value, 1);
  }

  /** Such as {@code 1,234,567}. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Four significant digits. */
  static String significant(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : NONE;
  }

  /** Such as {@code 1.87 MB}. */
  static String bytes(long bytes) {
    if (bytes < SI) {
      return bytes + " B";
    }
    return bytes < SI * SI
        ? fixed(bytes / SI, bytes < 100 * SI ? 1 : 0) + " KB"
        : fixed(bytes / SI / SI, 2) + " MB";
  }

  /** A number for sorting, empty where there is none (also for infinity, which is no JSON). */
  static String sortable(double value) {
    return Double.isNaN(value)
        ? ""
        : value == Double.POSITIVE_INFINITY ? "1e308" : Double.toString(value);
  }
}

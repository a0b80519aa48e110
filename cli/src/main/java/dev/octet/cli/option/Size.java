package dev.octet.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An input size given as {@code S} or {@code HxW}.
 *
 * @param height rows
 * @param width columns
 */
record Size(int height, int width) {
  private static final int MAX = 4096;

  /** Reads the option. */
  static final class Converter implements ITypeConverter<Size> {
    @Override
    public Size convert(String value) {
      String[] parts = value.split("x", -1);
      try {
        int height = Integer.parseInt(parts[0]);
        int width = parts.length == 2 ? Integer.parseInt(parts[1]) : height;
        if (parts.length <= 2 && height >= 1 && width >= 1 && height <= MAX && width <= MAX) {
          return new Size(height, width);
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      throw new TypeConversionException(
          "'" + value + "' is not a size; give 224, or height x width such as 48x192");
    }
  }
}

package dev.octet.cli.option;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers for each input channel, given as {@code 0.485,0.456,0.406} or as one for all. */
final class ChannelValues {
  private final double[] values;

  private ChannelValues(double[] values) {
    this.values = values;
  }

  /** One value for each of the model's channels, or null if there are too few or too many. */
  double[] forChannels(int channels) {
    if (values.length == channels) {
      return values.clone();
    }
    if (values.length != 1) {
      return null;
    }
    double[] all = new double[channels];
    Arrays.fill(all, values[0]);
    return all;
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }

  /** Reads the option. */
  static final class Converter implements ITypeConverter<ChannelValues> {
    @Override
    public ChannelValues convert(String value) {
      try {
        double[] values =
            Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (Arrays.stream(values).allMatch(Double::isFinite)) {
          return new ChannelValues(values);
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      throw new TypeConversionException(
          "'" + value + "' is not a list of numbers such as 0.485,0.456,0.406");
    }
  }
}

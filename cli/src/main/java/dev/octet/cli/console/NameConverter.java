package dev.octet.cli.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an enum's value written the usual way, such as {@code short-side}. */
public abstract class NameConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  public NameConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public final E convert(String value) {
    for (E constant : type.getEnumConstants()) {
      if (name(constant).equals(value)) {
        return constant;
      }
    }
    throw new TypeConversionException(
        "'"
            + value
            + "' is none of "
            + Arrays.stream(type.getEnumConstants())
                .map(NameConverter::name)
                .collect(Collectors.joining(", ")));
  }

  /** The written form of an enum's value. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.octet.quantizer.provenance;

import dev.octet.model.Choice;
import dev.octet.model.ImportOptions;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How the float model of an int8 model was read, which its provenance says: family, activation,
 * epsilon, padding, strides and order of squeeze-excites of a state dict, and the order of
 * channels. A comparison reads it in the same way.
 */
public final class StoredOptions {
  private static final List<String> NAMES =
      List.of(
          Choice.FAMILY,
          Choice.ACTIVATION,
          Choice.BN_EPSILON,
          Choice.PADDING,
          Choice.STRIDES,
          Choice.GATES,
          Choice.CHANNELS);

  private final String file;
  private final Map<String, String> choices = new TreeMap<>();

  private StoredOptions(String file) {
    this.file = file;
  }

  /**
   * What an int8 model says.
   *
   * @param file named in errors
   * @throws OctetException (INPUT) if its provenance cannot be read
   */
  public static StoredOptions of(OctetModel int8, String file) {
    StoredOptions stored = new StoredOptions(file);
    Provenance.choices(int8.schedule().provenance).stream()
        .filter(choice -> NAMES.contains(choice.name()))
        .forEach(choice -> stored.choices.put(choice.name(), choice.value()));
    return stored;
  }

  /**
   * The options, completed by what is stored.
   *
   * @throws OctetException UNSUPPORTED if the user asks for another network
   */
  public ImportOptions complete(ImportOptions given) {
    return new ImportOptions(
        given.height(),
        given.width(),
        given.arch().or(() -> stored(Choice.FAMILY)),
        agreed("--activation", given.activation(), Choice.ACTIVATION),
        epsilon(given.bnEpsilon()),
        agreed("--padding", given.padding(), Choice.PADDING),
        agreed("--strides", given.strides(), Choice.STRIDES),
        agreed("--se", given.gates(), Choice.GATES),
        bgr(given.bgr()));
  }

  /**
   * Checks that two int8 models can be compared with one float model.
   *
   * @throws OctetException UNSUPPORTED if they were made of different ones
   */
  public void checkSame(StoredOptions other) {
    for (String name : NAMES) {
      String mine = choices.get(name);
      String theirs = other.choices.get(name);
      if (mine != null && theirs != null && !mine.equals(theirs)) {
        throw new OctetException(
            Failure.UNSUPPORTED,
            "its float model was read with "
                + name
                + " "
                + theirs
                + ", the first one's with "
                + mine,
            other.file,
            "compare these two one at a time");
      }
    }
  }

  private Optional<String> stored(String name) {
    return Optional.ofNullable(choices.get(name));
  }

  private Optional<String> agreed(String option, Optional<String> given, String name) {
    Optional<String> stored = stored(name);
    if (given.isPresent()
        && stored.isPresent()
        && !stored.get().equals(given.get().toLowerCase(Locale.ROOT))) {
      throw differs(option, given.get(), stored.get());
    }
    return given.or(() -> stored);
  }

  private OptionalDouble epsilon(OptionalDouble given) {
    Optional<Double> stored = stored(Choice.BN_EPSILON).flatMap(StoredOptions::number);
    if (given.isPresent() && stored.isPresent() && given.getAsDouble() != stored.get()) {
      throw differs(
          "--bn-eps", String.valueOf(given.getAsDouble()), choices.get(Choice.BN_EPSILON));
    }
    return given.isPresent() || stored.isEmpty() ? given : OptionalDouble.of(stored.get());
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean bgr(boolean given) {
    boolean stored = stored(Choice.CHANNELS).filter("bgr"::equals).isPresent();
    if (given && !stored) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "the int8 model was made without --bgr",
          file,
          "leave --bgr out, or quantize again with it");
    }
    return stored;
  }

  private OctetException differs(String option, String given, String stored) {
    return new OctetException(
        Failure.UNSUPPORTED,
        "the int8 model was made with " + option + " " + stored + ", not " + given,
        file,
        "leave " + option + " out, or quantize again with it");
  }
}

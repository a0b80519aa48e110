package dev.octet.model.family;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ways to read a state dict that its parameters allow as well: one thing changed in each. */
public final class OtherReadings {
  /**
   * Another way to read a file.
   *
   * @param choice name of the {@link Choice} that is another one
   * @param value what is chosen
   * @param options with which the file is read so
   */
  public record Other(String choice, String value, ImportOptions options) {}

  private final FloatModel model;
  private final ImportOptions options;
  private final ImportOptions given;
  private final List<Other> found = new ArrayList<>();

  private OtherReadings(FloatModel model, ImportOptions options, ImportOptions given) {
    this.model = model;
    this.options = options;
    this.given = given;
  }

  /**
   * The other readings of a file; none for files that tell everything.
   *
   * @param model the file as it was read
   * @param options how it was read
   * @param given what the user says of it, which stays
   */
  public static List<Other> of(FloatModel model, ImportOptions options, ImportOptions given) {
    OtherReadings readings = new OtherReadings(model, options, given);
    readings.value(Choice.FAMILY).flatMap(OtherReadings::family).ifPresent(readings::find);
    return List.copyOf(readings.found);
  }

  private Optional<String> value(String choice) {
    return model.choices().stream()
        .filter(c -> c.name().equals(choice))
        .map(Choice::value)
        .findFirst();
  }

  /** Of two families of a name, the one with more blocks: which it is, a list of strides tells. */
  private static Optional<Family> family(String name) {
    return Families.ALL.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  private Optional<String> open(String choice, boolean told) {
    return told ? Optional.empty() : value(choice);
  }

  private void find(Family family) {
    open(Choice.STRIDES, given.strides().isPresent())
        .ifPresent(text -> strides(text, family.name()));
    open(Choice.GATES, given.gates().isPresent())
        .ifPresent(
            now -> {
              for (GateOrder order : GateOrder.values()) {
                if (order != GateOrder.NAMED && !order.toString().equals(now)) {
                  add(Choice.GATES, order.toString(), options.withGates(order.toString()));
                }
              }
            });
    open(Choice.ACTIVATION, given.activation().isPresent())
        .ifPresent(
            now -> {
              for (String other : List.of("relu6", "relu", "hard-swish")) {
                if (!other.equals(now)) {
                  add(Choice.ACTIVATION, other, options.withActivation(other));
                }
              }
            });
    open(Choice.PADDING, given.padding().isPresent())
        .ifPresent(
            now -> {
              String other = now.equals("same") ? "symmetric" : "same";
              ImportOptions padded = options.withPadding(other);
              // Padding alone: what goes with TensorFlow's is another change.
              value(Choice.BN_EPSILON)
                  .map(Double::parseDouble)
                  .map(padded::withBnEpsilon)
                  .ifPresentOrElse(
                      same -> add(Choice.PADDING, other, same),
                      () -> add(Choice.PADDING, other, padded));
            });
    open(Choice.BN_EPSILON, given.bnEpsilon().isPresent())
        .ifPresent(
            now -> {
              boolean large = Double.parseDouble(now) > 1e-4;
              String other = large ? "1e-5" : "1e-3";
              add(Choice.BN_EPSILON, other, options.withBnEpsilon(large ? 1e-5 : 1e-3));
            });
  }

  private void strides(String now, String name) {
    for (Family family : Families.ALL) {
      Optional<StridePlan> plan =
          family.name().equals(name) ? StridePlan.parse(now, family) : Optional.empty();
      if (plan.isPresent()) {
        for (StridePlan other : plan.get().variants(StridePlan.of(family))) {
          String text = other.text(family);
          add(Choice.STRIDES, text, options.withStrides(text));
        }
        return;
      }
    }
  }

  private void add(String choice, String value, ImportOptions changed) {
    found.add(new Other(choice, value, changed));
  }
}

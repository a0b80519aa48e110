package dev.octet.model.onnx.raw;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Map;
import java.util.Optional;

/**
 * Attributes of a node by name. Values are {@code Long}, {@code Float}, {@code String}, {@code
 * long[]}, {@code float[]} or {@link Constant}; anything else (a subgraph, strings) is kept as
 * {@link #OTHER}.
 *
 * @param owner the node's name, for messages
 * @param values attribute values by name
 */
public record RawAttributes(String owner, Map<String, Object> values) {
  /** Stands for a value of a type that no supported operator has. */
  public static final Object OTHER = new Object();

  /** Copies the map. */
  public RawAttributes {
    values = Map.copyOf(values);
  }

  /** Whether the attribute is present. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether some attribute is a subgraph or of another type that nothing here reads. */
  public boolean hasOther() {
    return values.containsValue(OTHER);
  }

  /** An integer, or a default. */
  public long integer(String name, long orElse) {
    return get(name, Long.class).orElse(orElse);
  }

  /** A float, or a default. */
  public float number(String name, float orElse) {
    return get(name, Float.class).orElse(orElse);
  }

  /** A string, or a default. */
  public String text(String name, String orElse) {
    return get(name, String.class).orElse(orElse);
  }

  /** A list of integers. */
  public Optional<long[]> integers(String name) {
    return get(name, long[].class);
  }

  /** A list of floats. */
  public Optional<float[]> numbers(String name) {
    return get(name, float[].class);
  }

  /** A tensor. */
  public Optional<Constant> tensor(String name) {
    return get(name, Constant.class);
  }

  private <T> Optional<T> get(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new OctetException(
          Failure.INPUT,
          "attribute '" + name + "' has the wrong type",
          "node '" + owner + "'",
          OnnxErrors.EXPORT_AGAIN);
    }
    return Optional.of(type.cast(value));
  }
}

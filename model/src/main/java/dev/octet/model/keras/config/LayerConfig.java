package dev.octet.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A layer's class, name and settings; reads settings as typed values.
 *
 * @param className Keras' class, such as {@code Conv2D}
 * @param name the layer's name
 * @param settings its {@code config}
 * @param kerasMajor major version of the Keras that wrote the file
 */
public record LayerConfig(String className, String name, JsonNode settings, int kerasMajor) {
  /** The layer in messages. */
  public String where() {
    return "layer '" + name + "' (" + className + ")";
  }

  /** A setting, or a missing node. */
  public JsonNode get(String key) {
    JsonNode value = settings.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /** A setting of a kind, or a missing node. */
  private JsonNode get(String key, Predicate<JsonNode> isKind, String kind) {
    JsonNode value = get(key);
    if (!value.isMissingNode() && !isKind.test(value)) {
      throw KerasErrors.invalid(this, "its '" + key + "' is no " + kind);
    }
    return value;
  }

  /** A truth value. */
  public boolean flag(String key, boolean orElse) {
    JsonNode value = get(key, JsonNode::isBoolean, "truth value");
    return value.isMissingNode() ? orElse : value.booleanValue();
  }

  /** A string. */
  public String text(String key, String orElse) {
    JsonNode value = get(key, JsonNode::isTextual, "string");
    return value.isMissingNode() ? orElse : value.textValue();
  }

  /** A finite number. */
  public Optional<Double> number(String key) {
    JsonNode value = get(key, n -> n.isNumber() && Float.isFinite(n.floatValue()), "finite number");
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.doubleValue());
  }

  /**
   * A whole number.
   *
   * @param low smallest that makes sense
   * @param high largest that makes sense
   */
  public int integer(String key, int orElse, int low, int high) {
    JsonNode value = get(key);
    return value.isMissingNode() ? orElse : integer(key, value, low, high);
  }

  /** Two whole numbers, rows and columns; one stands for both. */
  public int[] pair(String key, int orElse, int low, int high) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return new int[] {orElse, orElse};
    }
    if (!value.isArray()) {
      int both = integer(key, value, low, high);
      return new int[] {both, both};
    }
    if (value.size() != 2) {
      throw KerasErrors.invalid(this, "its '" + key + "' has " + value.size() + " numbers, not 2");
    }
    return new int[] {integer(key, value.get(0), low, high), integer(key, value.get(1), low, high)};
  }

  /** A whole number in a list of settings. */
  public int integer(String key, JsonNode value, int low, int high) {
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < low
        || value.intValue() > high) {
      String shown =
          value.isNumber() && value.asText().length() < 30 ? value.asText() : "no number";
      throw KerasErrors.invalid(
          this, "its '" + key + "' is " + shown + ", not between " + low + " and " + high);
    }
    return value.intValue();
  }

  /**
   * Numbers, one per channel or one for all.
   *
   * @param orElse for a setting that is not there
   */
  public float[] channels(String key, int channels, float orElse) {
    JsonNode value = get(key);
    if (value.path("config").has("value")) {
      // Keras 3 writes arrays as {"class_name": "__numpy__", "config": {"value": [...]}}.
      value = value.path("config").path("value");
    }
    while (value.isArray() && value.size() == 1) {
      value = value.get(0);
    }
    boolean single = !value.isArray();
    if (!single && value.size() != channels) {
      throw KerasErrors.invalid(
          this, "its '" + key + "' has " + value.size() + " numbers for " + channels + " channels");
    }
    float[] numbers = new float[channels];
    for (int i = 0; i < channels; i++) {
      JsonNode number = single ? value : value.get(i);
      numbers[i] = number.isMissingNode() ? orElse : number.floatValue();
      if (!number.isMissingNode() && !number.isNumber() || !Float.isFinite(numbers[i])) {
        throw KerasErrors.invalid(this, "its '" + key + "' holds no finite numbers");
      }
    }
    return numbers;
  }

  /** Refuses a setting that differs from the one that Octet takes. */
  public void require(boolean fits, String what, String remedy) {
    if (!fits) {
      throw KerasErrors.unsupported(this, what, remedy);
    }
  }

  /** Refuses maps with the channels first. */
  public void requireChannelsLast() {
    require(
        text("data_format", "channels_last").equals("channels_last"),
        "its channels come first",
        "build the model with data_format='channels_last'");
  }

  /** Whether padding is TensorFlow's {@code same}, not {@code valid}. */
  public boolean same() {
    String padding = text("padding", "valid").toLowerCase(Locale.ROOT);
    require(
        padding.equals("same") || padding.equals("valid"),
        "padding '" + padding + "'",
        "use padding 'same' or 'valid'");
    return padding.equals("same");
  }
}

package dev.octet.quantizer.provenance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.octet.model.Choice;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What decided an int8 file's bytes: no JVM, host, path or time. It is stored as JSON; what is null
 * is left out. Files of other versions may lack fields, which are then null or empty, and have
 * further ones, which are passed over.
 *
 * @param tool the program, {@code octet}
 * @param version its version
 * @param source the float model's file
 * @param choices what that file did not say
 * @param calibration the data
 * @param settings the quantizer's
 * @param notes what was reported of the quantization
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"tool", "version", "source", "choices", "calibration", "settings", "notes"})
public record Provenance(
    String tool,
    String version,
    Source source,
    List<Choice> choices,
    Calibration calibration,
    Settings settings,
    List<String> notes) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Copies the lists; what is missing is nothing. */
  public Provenance {
    source = source == null ? new Source(null, null) : source;
    choices = choices == null ? List.of() : List.copyOf(choices);
    calibration = calibration == null ? new Calibration(0, null, 0, null) : calibration;
    settings = settings == null ? Settings.UNKNOWN : settings;
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /**
   * The float model's file.
   *
   * @param sha256 its hash, lower-case hexadecimal
   * @param format such as {@code ONNX opset 17}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"sha256", "format"})
  public record Source(String sha256, String format) {}

  /**
   * The calibration data.
   *
   * @param images number of inputs, 0 without data
   * @param dataFree true without data, otherwise null
   * @param seed of the draw
   * @param preprocessing how photos became inputs; null for ready tensors
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"images", "dataFree", "seed", "preprocessing"})
  public record Calibration(int images, Boolean dataFree, long seed, Photos preprocessing) {}

  /**
   * How photos became inputs.
   *
   * @param resize {@code short-side} or {@code stretch}
   * @param cropFraction share of the resized short side that the crop keeps, above 0, at most 1
   * @param mean of each channel on the 0 to 1 scale
   * @param std of each channel on the 0 to 1 scale
   */
  @JsonPropertyOrder({"resize", "cropFraction", "mean", "std"})
  public record Photos(String resize, double cropFraction, List<Double> mean, List<Double> std) {}

  /**
   * The quantizer's settings.
   *
   * @param precision {@code int8}, {@code strict8} or {@code mixed}
   * @param minSqnrDb what mixed precision aims at, dB; null under others
   * @param sumFit whether weights may be fitted to float sums; null under {@code strict8}
   * @param tuningImages inputs that weights are tuned on, at most
   * @param byEffect whether ranges and balance were chosen by their effect
   * @param ranges how ranges were found where nothing spoke for another way
   * @param channelScales whether tensors have a scale per channel where it is free
   * @param balance whether scales are balanced between activations and weights
   * @param errorCompensation whether rounding errors of weights are compensated
   * @param biasCorrection whether biases are corrected
   * @param lowMemory true with bands of rows, otherwise null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "precision",
    "minSqnrDb",
    "sumFit",
    "tuningImages",
    "byEffect",
    "ranges",
    "channelScales",
    "balance",
    "errorCompensation",
    "biasCorrection",
    "lowMemory"
  })
  public record Settings(
      String precision,
      Double minSqnrDb,
      Boolean sumFit,
      int tuningImages,
      boolean byEffect,
      String ranges,
      boolean channelScales,
      boolean balance,
      boolean errorCompensation,
      boolean biasCorrection,
      Boolean lowMemory) {
    private static final Settings UNKNOWN =
        new Settings(null, null, null, 0, false, null, false, false, false, false, null);
  }

  /** The JSON that a file stores, in one line. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what a file stores.
   *
   * @param json empty in files of other tools
   * @return empty for an empty text
   * @throws OctetException (INPUT) if it is something else
   */
  public static Optional<Provenance> read(String json) {
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(json, Provenance.class));
    } catch (JsonProcessingException e) {
      throw notProvenance(e);
    }
  }

  /**
   * The choices made when the float model was read; none for an empty text.
   *
   * @throws OctetException (INPUT) if it is something else than provenance
   */
  public static List<Choice> choices(String json) {
    return read(json).map(Provenance::choices).orElse(List.of());
  }

  /**
   * What a file stores as it is, fields of other versions included, to be printed.
   *
   * @throws OctetException (INPUT) if it is not JSON
   */
  public static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw notProvenance(e);
    }
  }

  /** How settings are written: {@code MEAN_SQUARE} as {@code mean-square}. */
  public static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static OctetException notProvenance(JsonProcessingException e) {
    return new OctetException(
        Failure.INPUT, "is not JSON", "provenance", "quantize the model again", e);
  }
}

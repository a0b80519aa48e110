package dev.octet.report.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads how fast a model is on a board from what a command printed. */
public final class BoardLatency {
  private static final String REMEDY =
      "give what 'octet bench --json' printed on the board, or 'octet deploy --json' here";

  private BoardLatency() {}

  /**
   * Reads what {@code bench --json} printed on a board, or {@code deploy --json} on the host: the
   * first object that has {@code medianMs}.
   *
   * @throws OctetException (INPUT) if the file cannot be read or has no latency
   */
  public static Latency read(Path file) {
    JsonNode json = parse(file).findParent("medianMs");
    if (json == null || !json.path("medianMs").isNumber()) {
      throw new OctetException(Failure.INPUT, "has no latency", file.toString(), REMEDY);
    }
    String where =
        json.has("arch")
            ? json.path("arch").asText() + ", Java " + json.path("java").asText()
            : file.getFileName().toString();
    return new Latency(
        where,
        json.path("medianMs").asDouble(),
        json.path("p95Ms").asDouble(Double.NaN),
        json.path("threads").asInt(1),
        json.path("runs").asInt(0),
        json.path("kernels").asText(""));
  }

  private static JsonNode parse(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new OctetException(Failure.INPUT, "is not JSON", file.toString(), REMEDY, e);
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT, "cannot be read: " + e.getMessage(), file.toString(), "check the path", e);
    }
  }
}

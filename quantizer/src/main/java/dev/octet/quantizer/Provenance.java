package dev.octet.quantizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What decided a file's bytes, as JSON: no JVM, host, path or time. */
final class Provenance {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Provenance() {}

  static String json(
      FloatModel model,
      Optional<Preprocessing> preprocessing,
      QuantizerSettings settings,
      int images,
      List<String> notes) {
    ObjectNode root = JSON.createObjectNode();
    root.put("tool", "octet");
    root.put("version", OctetVersion.VERSION);
    ObjectNode source = root.putObject("source");
    source.put("sha256", model.sha256());
    source.put("format", model.format());
    ArrayNode choices = root.putArray("choices");
    for (Choice choice : model.choices()) {
      choices
          .addObject()
          .put("name", choice.name())
          .put("value", choice.value())
          .put("reason", choice.reason());
    }
    ObjectNode calibration = root.putObject("calibration");
    calibration.put("images", images);
    if (images == 0) {
      calibration.put("dataFree", true);
    }
    calibration.put("seed", settings.seed());
    preprocessing.ifPresent(p -> describe(calibration.putObject("preprocessing"), p));
    ObjectNode chosen = root.putObject("settings");
    chosen.put("precision", lower(settings.precision()));
    if (settings.precision() == Precision.MIXED) {
      chosen.put("minSqnrDb", settings.minSqnrDb());
      chosen.put("sumFit", settings.sumFit());
    }
    chosen.put("tuningImages", settings.tuningImages());
    chosen.put("byEffect", settings.techniques().byEffect());
    chosen.put("ranges", lower(settings.ranges()));
    chosen.put("channelScales", settings.channelScales());
    chosen.put("balance", settings.balance());
    chosen.put("errorCompensation", settings.errorCompensation());
    chosen.put("biasCorrection", settings.biasCorrection());
    if (settings.lowMemory()) {
      chosen.put("lowMemory", true);
    }
    ArrayNode remarks = root.putArray("notes");
    notes.forEach(remarks::add);
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void describe(ObjectNode node, Preprocessing preprocessing) {
    node.put("resize", lower(preprocessing.resize));
    node.put("cropFraction", preprocessing.cropFraction);
    ArrayNode mean = node.putArray("mean");
    for (double value : preprocessing.mean) {
      mean.add(value);
    }
    ArrayNode std = node.putArray("std");
    for (double value : preprocessing.std) {
      std.add(value);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

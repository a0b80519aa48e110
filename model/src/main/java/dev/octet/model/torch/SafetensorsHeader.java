package dev.octet.model.torch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.octet.model.ModelLimits;
import dev.octet.model.torch.tensor.ElementKind;
import dev.octet.model.torch.tensor.Faults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a safetensors file, checked as its specification asks: every tensor has the bytes
 * its shape needs, and together they cover the data without gap or overlap.
 */
final class SafetensorsHeader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNameLength(ModelLimits.NAME)
                  .maxNumberLength(20)
                  .build())
          .build();

  /**
   * One tensor.
   *
   * @param begin first byte, counted from the end of the header
   * @param end byte past the last
   */
  record Entry(
      String name,
      ElementKind kind,
      List<Integer> shape,
      List<Long> strides,
      long begin,
      long end) {}

  private final String file;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader(String file) {
    this.file = file;
  }

  /**
   * Parses a header.
   *
   * @param dataLength bytes of the file after it
   * @throws dev.octet.runtime.OctetException INPUT naming the tensor or byte that is wrong
   */
  static SafetensorsHeader parse(byte[] json, String file, long dataLength) {
    SafetensorsHeader header = new SafetensorsHeader(file);
    try (JsonParser parser = JSON.createParser(json)) {
      header.parse(parser);
    } catch (IOException e) {
      String message = e.getMessage().lines().findFirst().orElse("");
      throw Faults.damaged("not a safetensors header (" + message + ")", file, e);
    }
    header.checkCover(dataLength);
    header.addAliases();
    return header;
  }

  /** The tensors; those that {@code save_model} left out because they are another one included. */
  List<Entry> entries() {
    return entries;
  }

  private void parse(JsonParser parser) throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      expect(parser.currentToken(), JsonToken.FIELD_NAME);
      String name = parser.currentName();
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      if (name.equals("__metadata__")) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          expect(parser.nextToken(), JsonToken.VALUE_STRING);
          metadata.put(key, parser.getText());
        }
      } else if (entries.size() == ModelLimits.TENSORS) {
        throw Faults.damaged("more than " + ModelLimits.TENSORS + " tensors", file);
      } else {
        entries.add(entry(parser, name));
      }
    }
    while (parser.nextToken() != null) {
      throw Faults.damaged("something follows the header's object", file);
    }
  }

  private Entry entry(JsonParser parser, String name) throws IOException {
    String where = file + ": parameter '" + name + "'";
    Optional<ElementKind> kind = Optional.empty();
    String dtype = "missing";
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (key) {
        case "dtype" -> {
          expect(token, JsonToken.VALUE_STRING);
          dtype = parser.getText();
          kind = ElementKind.ofSafetensors(dtype);
        }
        case "shape" -> shape = numbers(parser, where);
        case "data_offsets" -> offsets = numbers(parser, where);
        default -> throw Faults.damaged("an unknown field '" + key + "'", where);
      }
    }
    if (kind.isEmpty()) {
      throw Faults.damaged("its dtype is " + dtype, where);
    }
    if (shape == null || offsets == null || offsets.size() != 2) {
      throw Faults.damaged("its shape or data_offsets are missing", where);
    }
    return checked(name, kind.get(), shape, offsets.get(0), offsets.get(1), where);
  }

  private static Entry checked(
      String name, ElementKind kind, List<Long> shape, long begin, long end, String where) {
    List<Integer> extents = new ArrayList<>();
    Long[] strides = new Long[shape.size()];
    long count = 1;
    try {
      for (int i = shape.size() - 1; i >= 0; i--) {
        extents.add(0, Math.toIntExact(shape.get(i)));
        strides[i] = count;
        count = Math.multiplyExact(count, shape.get(i));
      }
      if (end - begin != Math.multiplyExact(count, kind.bytes())) {
        throw Faults.damaged(
            "bytes " + begin + " to " + end + " for the shape " + shape + " of " + kind.label(),
            where);
      }
    } catch (ArithmeticException e) {
      throw Faults.damaged("its shape " + shape + " is too large", where, e);
    }
    return new Entry(name, kind, extents, List.of(strides), begin, end);
  }

  private static List<Long> numbers(JsonParser parser, String where) throws IOException {
    List<Long> numbers = new ArrayList<>();
    expect(parser.currentToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
      long value = parser.getLongValue();
      if (value < 0 || numbers.size() == ModelLimits.RANK) {
        throw Faults.damaged("a negative or surplus number in its header entry", where);
      }
      numbers.add(value);
    }
    return numbers;
  }

  private static void expect(JsonToken token, JsonToken wanted) throws IOException {
    if (token != wanted) {
      throw new IOException("expected " + wanted + ", found " + token);
    }
  }

  private void checkCover(long dataLength) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : sorted) {
      if (entry.begin() != covered || entry.end() > dataLength) {
        throw Faults.damaged(
            "its bytes "
                + entry.begin()
                + " to "
                + entry.end()
                + (entry.begin() < covered
                    ? " overlap those of another tensor"
                    : entry.end() > dataLength
                        ? " end past the file's " + dataLength
                        : " leave a gap before them"),
            file + ": parameter '" + entry.name() + "'");
      }
      covered = entry.end();
    }
    if (covered != dataLength) {
      throw Faults.damaged(
          "the tensors have " + covered + " bytes, the file has " + dataLength, file);
    }
  }

  /**
   * safetensors' {@code save_model} notes tensors that share memory as metadata: left out, kept.
   */
  private void addAliases() {
    Map<String, Entry> byName = new HashMap<>();
    for (Entry entry : entries) {
      byName.put(entry.name(), entry);
    }
    Set<String> known = new HashSet<>(byName.keySet());
    for (Map.Entry<String, String> pair : metadata.entrySet()) {
      Entry kept = byName.get(pair.getValue());
      if (kept != null && known.add(pair.getKey())) {
        entries.add(
            new Entry(
                pair.getKey(),
                kept.kind(),
                kept.shape(),
                kept.strides(),
                kept.begin(),
                kept.end()));
      }
    }
  }
}

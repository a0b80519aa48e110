package dev.octet.quantizer.write;

import dev.octet.runtime.schedule.operation.Weights;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Collects the weights of all operations; weights used several times are stored once. */
final class WeightSection {
  private final ByteSink sink = new ByteSink();
  private final Map<ByteBuffer, Integer> offsets = new HashMap<>();

  /** Adds weights and returns where they start in the section. */
  int add(Weights weights) {
    ByteBuffer key = ByteBuffer.wrap(weights.data(), weights.offset(), weights.length());
    Integer known = offsets.get(key);
    if (known != null) {
      return known;
    }
    sink.align();
    int offset = sink.size();
    sink.bytes(weights.data(), weights.offset(), weights.length());
    offsets.put(key, offset);
    return offset;
  }

  byte[] toByteArray() {
    return sink.toByteArray();
  }
}

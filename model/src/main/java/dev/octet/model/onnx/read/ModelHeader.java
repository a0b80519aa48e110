package dev.octet.model.onnx.read;

import java.util.Set;

/**
 * Tells an ONNX file from its first bytes: a protobuf message that begins with a plausible IR
 * version (field 1) and has none but the known fields of a model.
 */
public final class ModelHeader {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int MAX_IR_VERSION = 64;
  private static final Set<Integer> BYTE_FIELDS = Set.of(2, 3, 4, 6, 7, 8, 14, 20, 25, 26);

  private final byte[] head;
  private int position;

  private ModelHeader(byte[] head) {
    this.head = head;
  }

  /** Whether a file that begins like this is an ONNX model. */
  public static boolean matches(byte[] head) {
    return new ModelHeader(head).matches();
  }

  private boolean matches() {
    if (head.length < 3
        || head[0] != (1 << 3 | VARINT)
        || head[1] < 1
        || head[1] > MAX_IR_VERSION) {
      return false;
    }
    position = 2;
    while (position < head.length) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      if ((tag & 7) == BYTES && BYTE_FIELDS.contains(field)) {
        long length = varint();
        if (length < 0) {
          return false;
        }
        position = (int) Math.min(head.length, position + Math.min(length, head.length));
      } else if ((tag & 7) == VARINT && (field == 1 || field == 5)) {
        varint();
      } else {
        // Cut off in the middle of a tag is fine; an unknown field is not.
        return position > head.length;
      }
    }
    return true;
  }

  /** The next varint; runs past the end of the head where that cuts it off. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position >= head.length) {
        position = head.length + 1;
        return value;
      }
      byte next = head[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }
}

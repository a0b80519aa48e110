package dev.octet.model.onnx.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * What the objects of a protobuf message will need in memory, found by walking over its bytes
 * before any object is made: two bytes of a file may become an object of a hundred. Tensors' raw
 * bytes do not count, because they stay where they are.
 */
final class MessageSize {
  /** A message with its fields, and its place in a list. */
  private static final int MESSAGE = 160;

  /** A string or a range of bytes, and its place in a list that grew. */
  private static final int TEXT = 64;

  /** An element of a list of numbers that grew. */
  private static final int NUMBER = 16;

  /** A field that no description has, or of another kind there, is kept as well. */
  private static final int UNKNOWN = 128;

  private final CodedInputStream in;
  private final long limit;
  private long bytes;

  private MessageSize(CodedInputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * Checks a message.
   *
   * @param in the message and nothing else, with a limit of nesting
   * @param limit the most bytes that its objects may need
   * @throws InvalidProtocolBufferException if they need more, or the message is damaged
   */
  static void check(CodedInputStream in, Descriptor type, int nesting, long limit)
      throws IOException {
    new MessageSize(in, limit).message(type, nesting);
  }

  private void message(Descriptor type, int nesting) throws IOException {
    add(MESSAGE);
    if (nesting == 0) {
      throw new InvalidProtocolBufferException("messages nested too deeply");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      int wire = WireFormat.getTagWireType(tag);
      if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        delimited(field, nesting);
      } else if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
        throw new InvalidProtocolBufferException("a group, which ONNX does not have");
      } else {
        boolean known = field != null && field.getLiteType().getWireType() == wire;
        add(known ? NUMBER : UNKNOWN);
        in.skipField(tag);
      }
    }
  }

  private void delimited(FieldDescriptor field, int nesting) throws IOException {
    int length = in.readRawVarint32();
    int outer = in.pushLimit(length);
    if (field != null && field.getJavaType() == JavaType.MESSAGE) {
      message(field.getMessageType(), nesting - 1);
    } else if (field != null && field.isPackable()) {
      numbers(field);
    } else {
      boolean text = field != null && field.getJavaType() == JavaType.STRING;
      boolean raw = field != null && field.getJavaType() == JavaType.BYTE_STRING;
      // Strings become characters of one byte each; what is not known is copied.
      add((text || raw ? TEXT : UNKNOWN) + (raw ? 0L : length));
    }
    in.skipRawBytes(in.getBytesUntilLimit());
    in.popLimit(outer);
  }

  /** Packed numbers: fixed sizes grow at most fourfold, numbers of a byte to a list of longs. */
  private void numbers(FieldDescriptor field) throws IOException {
    add(TEXT);
    if (field.getJavaType() == JavaType.FLOAT || field.getJavaType() == JavaType.DOUBLE) {
      return;
    }
    while (in.getBytesUntilLimit() > 0) {
      in.readRawVarint64();
      add(NUMBER);
    }
  }

  private void add(long more) throws InvalidProtocolBufferException {
    bytes += more;
    if (bytes > limit) {
      throw new InvalidProtocolBufferException("more than " + limit + " bytes of objects");
    }
  }
}

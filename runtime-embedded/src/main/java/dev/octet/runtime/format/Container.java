package dev.octet.runtime.format;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.bytes.ByteCursor;
import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The outer shape of a file: header, checksum, section table, padding. Every byte is checked here
 * or by the reader of its section.
 */
final class Container {
  private final byte[] file;
  private final String source;
  private final Map<SectionKind, int[]> ranges = new EnumMap<>(SectionKind.class);

  /**
   * Checks a file's outer shape.
   *
   * @throws OctetException INPUT when anything but the sections' content is wrong
   */
  Container(byte[] file, String source) {
    this.file = file;
    this.source = source;
    long length = declaredLength(file, file.length, source);
    if (length > file.length) {
      throw refusal(
          file.length, "the file is cut off: " + file.length + " of " + length + " bytes");
    }
    if (length < file.length) {
      throw refusal(length, file.length - length + " bytes past the end of the model");
    }
    if (u32(OctetFormat.CHECKSUM_AT) != checksum(file)) {
      throw refusal(OctetFormat.CHECKSUM_AT, "the checksum does not match: the file is damaged");
    }
    if (u32(OctetFormat.HEADER_BYTES_AT) != OctetFormat.HEADER_BYTES) {
      throw refusal(OctetFormat.HEADER_BYTES_AT, "the header's size is not 64");
    }
    requireZero(OctetFormat.RESERVED_AT, OctetFormat.HEADER_BYTES);
    readTable();
  }

  /**
   * The length that a file's header declares, once magic and version are known.
   *
   * @param header the file's first bytes
   * @param available how many of them there are
   */
  static long declaredLength(byte[] header, int available, String source) {
    byte[] magic = OctetFormat.magic();
    for (int i = 0; i < Math.min(available, magic.length); i++) {
      if (header[i] != magic[i]) {
        throw new OctetException(
            Failure.INPUT, "not an .octet file", source + ": byte " + i, "give an .octet file");
      }
    }
    if (available < OctetFormat.HEADER_BYTES) {
      throw ByteCursor.refusal(
          source, available, "the file is cut off inside its header of 64 bytes");
    }
    long version = little(header, OctetFormat.VERSION_AT, 4);
    if (version < 1 || version > OctetFormat.VERSION) {
      throw new OctetException(
          Failure.INPUT,
          "format version " + version + ", this runtime reads versions 1 to " + OctetFormat.VERSION,
          source + ": byte " + OctetFormat.VERSION_AT,
          version > OctetFormat.VERSION
              ? "use a newer runtime, or quantize with this version"
              : "copy the file again");
    }
    long length = little(header, OctetFormat.LENGTH_AT, 8);
    if (length < OctetFormat.HEADER_BYTES || length > FormatLimits.FILE_BYTES) {
      throw ByteCursor.refusal(
          source, OctetFormat.LENGTH_AT, "the header declares a length of " + length + " bytes");
    }
    return length;
  }

  /** CRC-32 of everything but the checksum itself. */
  static long checksum(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, 0, OctetFormat.CHECKSUM_AT);
    int rest = OctetFormat.CHECKSUM_AT + 4;
    crc.update(file, rest, file.length - rest);
    return crc.getValue();
  }

  /** The file's format version. */
  int version() {
    return (int) u32(OctetFormat.VERSION_AT);
  }

  /** A cursor over a section, or null when the file does not have it. */
  ByteCursor section(SectionKind kind) {
    int[] range = ranges.get(kind);
    return range == null ? null : new ByteCursor(file, range[0], range[1], source);
  }

  /** Offset and length of the weights. */
  int[] weights() {
    return ranges.get(SectionKind.WEIGHTS).clone();
  }

  private void readTable() {
    long count = u32(OctetFormat.COUNT_AT);
    if (count > FormatLimits.SECTIONS
        || count * OctetFormat.ENTRY_BYTES > file.length - OctetFormat.HEADER_BYTES) {
      throw refusal(
          OctetFormat.COUNT_AT, "the section table of " + count + " entries does not fit");
    }
    long end = OctetFormat.HEADER_BYTES + count * OctetFormat.ENTRY_BYTES;
    for (int i = 0; i < count; i++) {
      int at = OctetFormat.HEADER_BYTES + i * OctetFormat.ENTRY_BYTES;
      long offset = little(file, at + 8, 8);
      long length = little(file, at + 16, 8);
      if (offset != OctetFormat.align(end)) {
        throw refusal(at + 8, "section " + i + " starts at " + offset + ", not after the last");
      }
      if (offset > file.length || length < 0 || length > file.length - offset) {
        throw refusal(at + 16, "section " + i + " of " + length + " bytes leaves the file");
      }
      requireZero(at + 24, at + OctetFormat.ENTRY_BYTES);
      requireZero((int) end, (int) offset);
      end = offset + length;
      register(at, new int[] {(int) offset, (int) length});
    }
    if (file.length != OctetFormat.align(end)) {
      throw refusal(end, "the file goes on past its last section");
    }
    requireZero((int) end, file.length);
    for (SectionKind kind : SectionKind.values()) {
      if (kind.required() && !ranges.containsKey(kind)) {
        throw refusal(OctetFormat.HEADER_BYTES, "the section " + kind + " is missing");
      }
    }
  }

  private void register(int at, int[] range) {
    long code = u32(at);
    long flags = u32(at + 4);
    SectionKind kind = code > Integer.MAX_VALUE ? null : SectionKind.of((int) code);
    if ((flags & ~OctetFormat.MAY_BE_IGNORED) != 0) {
      throw refusal(at + 4, "unknown flags " + flags + " on section kind " + code);
    }
    if (kind == null && (flags & OctetFormat.MAY_BE_IGNORED) == 0) {
      throw new OctetException(
          Failure.INPUT,
          "section kind " + code + " is unknown and may not be ignored",
          source + ": byte " + at,
          "use a newer runtime");
    }
    if (kind != null && ranges.put(kind, range) != null) {
      throw refusal(at, "the section " + kind + " occurs twice");
    }
  }

  private void requireZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (file[i] != 0) {
        throw refusal(i, "padding is not zero");
      }
    }
  }

  private long u32(int at) {
    return little(file, at, 4);
  }

  private static long little(byte[] data, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (data[at + i] & 0xff);
    }
    return value;
  }

  private OctetException refusal(long at, String what) {
    return ByteCursor.refusal(source, at, what);
  }
}

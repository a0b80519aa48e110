package dev.octet.quantizer.write;

import dev.octet.runtime.format.SectionKind;
import dev.octet.runtime.format.bytes.OctetFormat;
import java.util.List;
import java.util.zip.CRC32;

/** Puts sections after a header and a table, aligned, under one checksum. */
final class ContainerWriter {
  /**
   * One section.
   *
   * @param kind its code
   * @param flags its flags
   * @param content its bytes
   */
  record Section(int kind, int flags, byte[] content) {
    /** A section of this version, which every reader knows. */
    static Section of(SectionKind kind, byte[] content) {
      return new Section(kind.code(), 0, content);
    }
  }

  private ContainerWriter() {}

  /**
   * The file's bytes.
   *
   * @param version of the format, the oldest that can say what the sections say
   */
  static byte[] write(int version, List<Section> sections) {
    ByteSink table = new ByteSink();
    long position = OctetFormat.HEADER_BYTES + (long) sections.size() * OctetFormat.ENTRY_BYTES;
    for (Section section : sections) {
      position = OctetFormat.align(position);
      table.u32(section.kind());
      table.u32(section.flags());
      table.little(position, 8);
      table.little(section.content().length, 8);
      table.little(0, 8);
      position += section.content().length;
    }
    ByteSink file = new ByteSink();
    file.bytes(OctetFormat.magic());
    file.u32(version);
    file.u32(OctetFormat.HEADER_BYTES);
    file.little(OctetFormat.align(position), 8);
    file.u32(sections.size());
    file.u32(0);
    file.bytes(new byte[OctetFormat.HEADER_BYTES - OctetFormat.RESERVED_AT]);
    file.bytes(table.toByteArray());
    for (Section section : sections) {
      file.align();
      file.bytes(section.content());
    }
    file.align();
    byte[] bytes = file.toByteArray();
    setChecksum(bytes);
    return bytes;
  }

  /** Writes the checksum of everything else into the header. */
  static void setChecksum(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, 0, OctetFormat.CHECKSUM_AT);
    int rest = OctetFormat.CHECKSUM_AT + 4;
    crc.update(file, rest, file.length - rest);
    for (int i = 0; i < 4; i++) {
      file[OctetFormat.CHECKSUM_AT + i] = (byte) (crc.getValue() >> 8 * i);
    }
  }
}

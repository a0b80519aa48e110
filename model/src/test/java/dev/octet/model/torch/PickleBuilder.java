package dev.octet.model.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles, good and bad, opcode by opcode. */
final class PickleBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleBuilder() {
    op(0x80).op(2);
  }

  PickleBuilder op(int opcode) {
    out.write(opcode);
    return this;
  }

  PickleBuilder raw(String latin1) {
    out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  PickleBuilder global(String module, String name) {
    return raw("c" + module + "\n" + name + "\n");
  }

  PickleBuilder string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    out.writeBytes(little(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  /** A whole number as LONG1 of 8 bytes. */
  PickleBuilder number(long value) {
    out.write(0x8a);
    out.write(8);
    out.writeBytes(little(8).putLong(value).array());
    return this;
  }

  PickleBuilder length4(int opcode, int length) {
    out.write(opcode);
    out.writeBytes(little(4).putInt(length).array());
    return this;
  }

  PickleBuilder length8(int opcode, long length) {
    out.write(opcode);
    out.writeBytes(little(8).putLong(length).array());
    return this;
  }

  PickleBuilder tuple(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  /** {@code _rebuild_tensor_v2} of a float storage. */
  PickleBuilder tensor(String key, long elements, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').op('(').string("storage");
    global("torch", "FloatStorage").string(key).string("cpu").number(elements).op('t').op('Q');
    number(offset).tuple(shape).tuple(strides).op(0x89).op('}').op('t').op('R');
    return this;
  }

  byte[] build() {
    op('.');
    return out.toByteArray();
  }

  /** A {@code torch.save} zip around the pickle. */
  Path zip(Path file, Map<String, byte[]> storages) {
    return zip(file, build(), storages, "little");
  }

  static Path zip(Path file, byte[] pickle, Map<String, byte[]> storages, String byteOrder) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "archive/data.pkl", pickle);
      entry(zip, "archive/byteorder", byteOrder.getBytes(StandardCharsets.US_ASCII));
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        entry(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

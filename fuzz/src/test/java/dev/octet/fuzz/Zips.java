package dev.octet.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Changes zip archives: their own bytes, or an entry whose sizes and checksum are made right. */
final class Zips {
  private record Entry(String name, byte[] content) {}

  private static final IdentityHashMap<byte[], List<Entry>> SEEDS = new IdentityHashMap<>();

  private Zips() {}

  static byte[] mutated(byte[] seed, Mutator mutator) {
    if (mutator.chance(4)) {
      return mutator.mutate(seed);
    }
    try {
      List<Entry> entries = entries(seed);
      int chosen = mutator.below(entries.size());
      ByteArrayOutputStream out = new ByteArrayOutputStream(seed.length + 256);
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        boolean stored = !mutator.chance(8);
        for (int i = 0; i < entries.size(); i++) {
          byte[] content = entries.get(i).content();
          add(zip, entries.get(i).name(), i == chosen ? mutator.mutate(content) : content, stored);
        }
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Entries as the directory at the end lists them: PyTorch leaves sizes out of the others. */
  private static List<Entry> entries(byte[] seed) throws IOException {
    List<Entry> known = SEEDS.get(seed);
    if (known != null) {
      return known;
    }
    List<Entry> entries = new ArrayList<>();
    Path file = Files.createTempFile("octet-fuzz", ".zip");
    try {
      Files.write(file, seed);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry e : zip.stream().map(ZipEntry.class::cast).toList()) {
          entries.add(new Entry(e.getName(), zip.getInputStream(e).readAllBytes()));
        }
      }
    } finally {
      Files.delete(file);
    }
    SEEDS.put(seed, entries);
    return entries;
  }

  private static void add(ZipOutputStream zip, String name, byte[] content, boolean stored)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    if (stored) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCompressedSize(content.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}

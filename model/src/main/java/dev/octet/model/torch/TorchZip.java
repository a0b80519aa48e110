package dev.octet.model.torch;

import dev.octet.model.ModelLimits;
import dev.octet.model.file.MemoryBudget;
import dev.octet.model.file.ZipEntries;
import dev.octet.model.torch.pickle.PickleInput;
import dev.octet.model.torch.tensor.Faults;
import dev.octet.model.torch.tensor.Storage;
import dev.octet.model.torch.tensor.StorageSource;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip form of {@code torch.save}: {@code NAME/data.pkl}, {@code NAME/byteorder}, and one entry
 * {@code NAME/data/KEY} per storage.
 */
final class TorchZip implements Closeable, StorageSource {
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final String file;
  private final String root;
  private final MemoryBudget loads;

  private String cachedName = "";
  private byte[] cached = {};

  private TorchZip(ZipFile zip, String file, String root) {
    this.zip = zip;
    this.file = file;
    this.root = root;
    this.loads = new MemoryBudget(new File(file).length());
  }

  /** Whether a zip file holds a pickle as PyTorch writes it, or cannot be opened as a zip file. */
  static boolean looksRight(Path path) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return root(zip).isPresent() || zip.stream().anyMatch(e -> isExport(e.getName()));
    } catch (IOException | IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean isExport(String name) {
    return name.endsWith("serialized_exported_program.json") || name.endsWith("archive_format");
  }

  private static Optional<String> root(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE))
        .map(n -> n.substring(0, n.length() - PICKLE.length()))
        .filter(r -> r.indexOf('/') == r.length() - 1)
        .findFirst();
  }

  /** Opens a file and checks what it is. */
  static TorchZip open(Path path) {
    String file = path.toString();
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw Faults.damaged(
          "a zip file that is cut off or damaged (" + e.getMessage() + ")", file, e);
    }
    try {
      String root =
          root(zip)
              .orElseThrow(
                  () -> Faults.notStateDict("an archive of torch.export, not weights", file));
      TorchZip opened = new TorchZip(zip, file, root);
      opened.checkKind();
      return opened;
    } catch (RuntimeException e) {
      try {
        zip.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      // A name of an entry that is not UTF-8; all of them have been looked at by now.
      throw e instanceof IllegalArgumentException
          ? Faults.damaged("a zip file that is damaged (" + e.getMessage() + ")", file, e)
          : e;
    }
  }

  private void checkKind() {
    if (zip.getEntry(root + "constants.pkl") != null
        || zip.stream().anyMatch(e -> e.getName().startsWith(root + "code/"))) {
      throw Faults.notStateDict("a TorchScript archive", file);
    }
    ZipEntry order = zip.getEntry(root + "byteorder");
    if (order != null) {
      String text = new String(read(order, 16), StandardCharsets.US_ASCII).trim();
      if (!text.equals("little")) {
        throw Faults.notStateDict(
            "its byte order is '" + text + "', and only little-endian files are read", file);
      }
    }
  }

  /** The pickle. */
  PickleInput pickle() {
    byte[] bytes = read(zip.getEntry(root + PICKLE), ModelLimits.PICKLE_BYTES);
    return new PickleInput(new ByteArrayInputStream(bytes), file + ": " + PICKLE, bytes.length);
  }

  @Override
  public Storage storage(String key, long bytes) {
    String name = root + "data/" + key;
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw Faults.damaged("a storage is missing from the zip file", file + ": entry " + name);
    }
    if (entry.getSize() != bytes) {
      throw Faults.damaged(
          "a storage of " + entry.getSize() + " bytes, the pickle says " + bytes,
          file + ": entry " + name);
    }
    return new ZipStorage(entry);
  }

  private byte[] read(ZipEntry entry, long limit) {
    return ZipEntries.read(zip, entry, limit);
  }

  /** One entry; the last one read is kept, because tensors can share a storage. */
  private final class ZipStorage implements Storage {
    private final ZipEntry entry;

    ZipStorage(ZipEntry entry) {
      this.entry = entry;
    }

    @Override
    public long length() {
      return entry.getSize();
    }

    @Override
    public ByteBuffer read(long offset, int count) {
      if (!cachedName.equals(entry.getName())) {
        if (!loads.take(entry.getSize(), 1)) {
          throw Faults.damaged(
              "tensors go to and fro between storages", file + ": entry " + entry.getName());
        }
        cached = TorchZip.this.read(entry, Integer.MAX_VALUE - 16L);
        cachedName = entry.getName();
      }
      return ByteBuffer.wrap(cached, (int) offset, count).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ZipStorage s && s.entry.getName().equals(entry.getName());
    }

    @Override
    public int hashCode() {
      return entry.getName().hashCode();
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

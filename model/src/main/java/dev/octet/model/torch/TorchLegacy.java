package dev.octet.model.torch;

import dev.octet.model.torch.pickle.PickleInput;
import dev.octet.model.torch.pickle.PickleMachine;
import dev.octet.model.torch.pickle.PickleValue.Dict;
import dev.octet.model.torch.pickle.PickleValue.Sequence;
import dev.octet.model.torch.pickle.TorchGlobals;
import dev.octet.model.torch.tensor.ElementKind;
import dev.octet.model.torch.tensor.Faults;
import dev.octet.model.torch.tensor.FileStorage;
import dev.octet.model.torch.tensor.Storage;
import dev.octet.model.torch.tensor.StorageSource;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of {@code torch.save} before 1.6: pickles of a magic number, the protocol, the writer's
 * machine, the object and the keys of its storages, then the storages, each after its number of
 * elements in 8 bytes.
 */
final class TorchLegacy implements Closeable, StorageSource {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final FileChannel channel;
  private final String file;
  private final long fileLength;
  private final Object root;
  private final List<Object> keys;

  /** First byte of the storages. */
  private final long start;

  private final Map<String, FileStorage> storages = new HashMap<>();

  private TorchLegacy(FileChannel channel, String file, Object root, List<Object> keys, long start)
      throws IOException {
    this.channel = channel;
    this.file = file;
    this.fileLength = channel.size();
    this.root = root;
    this.keys = keys;
    this.start = start;
  }

  /** Whether a file begins as one of these, or as any other pickle. */
  static boolean looksRight(byte[] head) {
    return head.length >= 2 && (head[0] & 0xff) == 0x80 && head[1] >= 2 && head[1] <= 5;
  }

  /** Reads the pickles of a file. */
  static TorchLegacy open(Path path) {
    String file = path.toString();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      PickleInput in = new PickleInput(raw, file, Files.size(path));
      TorchGlobals globals = new TorchGlobals();
      Object magic = PickleMachine.read(in, globals);
      if (!MAGIC.equals(magic)) {
        throw Faults.notStateDict("a pickle that torch.save has not written", file);
      }
      Object protocol = PickleMachine.read(in, globals);
      if (!Long.valueOf(PROTOCOL).equals(protocol)) {
        throw Faults.damaged("protocol " + protocol + " instead of " + PROTOCOL, in.where());
      }
      checkMachine(PickleMachine.read(in, globals), in.where());
      Object root = PickleMachine.read(in, globals);
      if (!(PickleMachine.read(in, globals) instanceof Sequence keys)) {
        throw Faults.damaged("the list of the storages is missing", in.where());
      }
      TorchLegacy legacy =
          new TorchLegacy(FileChannel.open(path), file, root, keys.items(), in.position());
      legacy.locate(globals.storageKinds());
      return legacy;
    } catch (IOException e) {
      throw Faults.damaged("cannot be read: " + e.getMessage(), file, e);
    }
  }

  private static void checkMachine(Object machine, String where) {
    if (!(machine instanceof Dict dict) || !(dict.get("little_endian") instanceof Boolean little)) {
      throw Faults.damaged("the description of the writer's machine is missing", where);
    }
    if (!little) {
      throw Faults.notStateDict(
          "its byte order is big-endian, and only little-endian files are read", where);
    }
  }

  /** The object that was saved. */
  Object root() {
    return root;
  }

  /**
   * Finds where each storage lies. The file gives only numbers of elements, so that the tensors
   * must say how wide an element of each storage is.
   */
  private void locate(Map<String, ElementKind> kinds) {
    long position = start;
    for (Object key : keys) {
      if (!(key instanceof String name)) {
        throw Faults.damaged("a storage without a name", file);
      }
      String where = file + ": byte " + position;
      if (fileLength - position < Long.BYTES) {
        throw Faults.damaged("the file ends before storage '" + name + "'", where);
      }
      long count =
          new FileStorage(channel, file, position, Long.BYTES).read(0, Long.BYTES).getLong();
      position += Long.BYTES;
      ElementKind kind = kinds.get(name);
      if (kind == null) {
        throw Faults.damaged("nothing refers to storage '" + name + "'", where);
      }
      if (count < 0 || count > (fileLength - position) / kind.bytes()) {
        throw Faults.damaged("a storage of " + count + " elements, the file ends before", where);
      }
      long length = count * kind.bytes();
      if (storages.put(name, new FileStorage(channel, file, position, length)) != null) {
        throw Faults.damaged("two storages of the name '" + name + "'", where);
      }
      position += length;
    }
  }

  @Override
  public Storage storage(String key, long bytes) {
    FileStorage storage = storages.get(key);
    if (storage == null) {
      throw Faults.damaged("storage '" + key + "' is missing", file);
    }
    if (bytes > storage.length()) {
      throw Faults.damaged(
          "storage '" + key + "' has " + storage.length() + " bytes, the pickle says " + bytes,
          file);
    }
    return storage;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

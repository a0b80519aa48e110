package dev.octet.model.torch.tensor;

/** Where the storages of a {@code torch.save} file are. */
@FunctionalInterface
public interface StorageSource {
  /**
   * Finds a storage; its declared length is checked against the file.
   *
   * @param key its key in the pickle
   * @param bytes length the pickle gives it
   * @throws dev.octet.runtime.OctetException INPUT if it is missing or of another length
   */
  Storage storage(String key, long bytes);
}

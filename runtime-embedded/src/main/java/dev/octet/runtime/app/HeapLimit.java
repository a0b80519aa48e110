package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** What does not fit into this JVM's heap is refused like any other input. */
final class HeapLimit {
  private HeapLimit() {}

  /**
   * Allocates what a file or a request asks for.
   *
   * @param bytes 0 to 2^31 - 1
   * @param where what asks for it, for errors
   * @throws OctetException INPUT when the heap has no room for it
   */
  static byte[] allocate(long bytes, String where) {
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw refusal(where, null);
    }
    try {
      return new byte[(int) bytes];
    } catch (OutOfMemoryError e) {
      throw refusal(where, e);
    }
  }

  /** The refusal of something that the heap has no room for. */
  static OctetException refusal(String where, OutOfMemoryError cause) {
    return new OctetException(
        Failure.INPUT,
        "does not fit into a heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MB",
        where,
        "give something smaller, or a larger heap (java -Xmx)",
        cause);
  }
}

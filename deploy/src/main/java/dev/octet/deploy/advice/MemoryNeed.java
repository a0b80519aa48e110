package dev.octet.deploy.advice;

import dev.octet.deploy.release.Release;
import dev.octet.runtime.OctetModel;

/** How much memory a model's process takes on a board, roughly. */
public final class MemoryNeed {
  /** A small JVM with the runtime's classes and compiled code; measured on Java 8 for ARM. */
  private static final long JVM_KB = 40 * 1024;

  private static final long FRAME_MB = 32;

  private MemoryNeed() {}

  public static long kilobytes(OctetModel model, Release release) {
    byte[] file = release.files().get(Release.MODEL);
    return kilobytes(model, file.length);
  }

  /** The file is read whole and stays as the place of the weights. */
  public static long kilobytes(OctetModel model, long fileBytes) {
    return JVM_KB + ((2 * fileBytes + model.arenaBytes()) >> 10);
  }

  /** The heap of a process that answers requests: the model, and room for a camera's frame. */
  public static long heapMegabytes(OctetModel model, long fileBytes) {
    return FRAME_MB + ((2 * fileBytes + model.arenaBytes()) >> 20) + 1;
  }

  /** What such a process may take of the board: the heap and the rest of any JVM, with room. */
  public static long limitMegabytes(OctetModel model, long fileBytes) {
    return heapMegabytes(model, fileBytes) + 2 * (JVM_KB >> 10);
  }
}

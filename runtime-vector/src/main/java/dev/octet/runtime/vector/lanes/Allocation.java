package dev.octet.runtime.vector.lanes;

import java.lang.management.ManagementFactory;

/** What threads allocate, as HotSpot counts it; a JVM that does not count is taken at its word. */
public final class Allocation {
  private static final com.sun.management.ThreadMXBean THREADS = find();

  private Allocation() {}

  private static com.sun.management.ThreadMXBean find() {
    try {
      return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
              && bean.isThreadAllocatedMemorySupported()
              && bean.isThreadAllocatedMemoryEnabled()
          ? bean
          : null;
    } catch (LinkageError e) {
      return null; // a JVM without the module jdk.management
    }
  }

  /** Bytes that the calling thread has allocated so far; 0 where that is not known. */
  public static long ofThread() {
    return THREADS == null ? 0 : THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}

package dev.octet.runtime.kernel.scalar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How matrix products are done. The bits are the same; which form is fastest depends on the machine
 * and on what its JVM's compiler makes of a loop ({@code bench/board/measure}).
 */
enum ProductForm {
  /**
   * {@link ScalarConvolution}: the JIT compiler makes vector code of a loop over pixels; SSE or AVX
   * on x86, NEON on 64-bit ARM.
   */
  LOOPS,
  /**
   * {@link ScalarTiledConvolution} with {@link PairedTile}: other machines with 64-bit registers.
   */
  PACKED_TILES,
  /** {@link ScalarTiledConvolution} with {@link IntTile}: machines with 32-bit registers. */
  INT_TILES;

  private static final String PART = "CPU part";

  /** ARM's 64-bit cores that run instructions in order: Cortex-A34, A53, A35, A55, A510, A520. */
  private static final Set<String> IN_ORDER =
      new HashSet<>(Arrays.asList("0xd02", "0xd03", "0xd04", "0xd05", "0xd46", "0xd80"));

  /** The form for this machine. */
  static ProductForm here() {
    return of(
        System.getProperty("os.arch", ""),
        System.getProperty("java.specification.version", ""),
        processors());
  }

  /**
   * The form for a machine.
   *
   * @param architecture as {@code os.arch} has it
   * @param java the JVM's specification version: 1.8, 17
   * @param processors lines of its {@code /proc/cpuinfo}; empty where it is not known
   */
  static ProductForm of(String architecture, String java, List<String> processors) {
    if (architecture.equals("amd64")
        || architecture.startsWith("x86")
        || architecture.equals("i386")) {
      return LOOPS;
    }
    if (!architecture.contains("64")) {
      return INT_TILES;
    }
    if (!architecture.equals("aarch64")) {
      return PACKED_TILES;
    }
    // Before Java 17 C2 unrolls the loops so little that a core that runs in order waits for loads.
    return isOld(java) && allInOrder(processors) ? PACKED_TILES : LOOPS;
  }

  private static boolean isOld(String java) {
    return java.startsWith("1.") || java.matches("9|1[0-6]");
  }

  private static boolean allInOrder(List<String> processors) {
    boolean any = false;
    for (String line : processors) {
      if (line.startsWith(PART)) {
        any = true;
        if (!IN_ORDER.contains(line.substring(line.indexOf(':') + 1).trim())) {
          return false;
        }
      }
    }
    return any;
  }

  private static List<String> processors() {
    try {
      return Files.readAllLines(Paths.get("/proc/cpuinfo"), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      return Collections.emptyList();
    }
  }
}

package dev.octet.runtime.vector.lanes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the Vector API does not tell of a machine. */
public final class Machine {
  /**
   * Whether 64-bit products are as quick as float ones. AMD's processors with AVX-512 start two
   * (Zen 5) or one (Zen 4) a cycle; Intel's do one in three. Where it cannot be found out they are
   * taken for slow; the property {@code octet.vector.longProducts}, true or false, overrules.
   */
  public static final boolean LONG_PRODUCTS =
      Boolean.parseBoolean(
          System.getProperty("octet.vector.longProducts", Boolean.toString(detect())));

  private Machine() {}

  private static boolean detect() {
    return Lanes.COUNT == 16 && quick(lines(Path.of("/proc/cpuinfo")));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether a /proc/cpuinfo is that of a processor with quick 64-bit products. */
  static boolean quick(List<String> info) {
    return has(info, "vendor_id", "AuthenticAMD") && has(info, "flags", "avx512dq");
  }

  private static boolean has(List<String> info, String key, String word) {
    return info.stream()
        .filter(line -> line.startsWith(key))
        .anyMatch(line -> List.of(line.split("\\s+")).contains(word));
  }
}

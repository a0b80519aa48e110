package dev.octet.runtime.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;

/** This process's memory as Linux counts it; compact1 has no management beans. */
final class ProcessMemory {
  private static final String PEAK = "VmHWM:";

  private ProcessMemory() {}

  /** The largest resident size so far in KB, or -1 where {@code /proc} does not tell. */
  static long peakKilobytes() {
    try {
      for (String line :
          Files.readAllLines(Paths.get("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(PEAK)) {
          return Long.parseLong(line.substring(PEAK.length()).replace("kB", "").trim());
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not Linux: there is no such figure.
    }
    return -1;
  }
}

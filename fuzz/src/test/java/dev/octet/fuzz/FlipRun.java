package dev.octet.fuzz;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.format.OctetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Changes every byte of an {@code .octet} file and cuts it off at every length: each time it has to
 * be refused. Host and board share the reader.
 *
 * <p>Arguments: the file, and how many values each byte is changed to: 255 for all, 9 (the usual
 * one) for each bit and all of them at once.
 */
public final class FlipRun {
  private static final int FEW = 9;

  private final byte[] file;
  private final String name;
  private long refused;
  private long taken;

  FlipRun(byte[] file, String name) {
    this.file = file.clone();
    this.name = name;
  }

  /** Runs from the command line. */
  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    int values = args.length > 1 ? Integer.parseInt(args[1]) : FEW;
    FlipRun run = new FlipRun(Files.readAllBytes(path), path.getFileName().toString());
    run.flips(values, 1);
    long flips = run.refused + run.taken;
    run.truncations(1);
    System.out.printf(
        "%s: %d bytes, %d flips, %d truncations, %d taken%n",
        run.name, run.file.length, flips, run.refused + run.taken - flips, run.taken);
    System.exit(run.taken == 0 ? 0 : 1);
  }

  /** Changes every step-th byte to this many other values. */
  long flips(int values, int step) {
    for (int at = 0; at < file.length; at += step) {
      for (int value = 1; value <= values; value++) {
        int mask = values > FEW ? value : value == FEW ? 0xff : 1 << (value - 1);
        file[at] ^= (byte) mask;
        read(file);
        file[at] ^= (byte) mask;
      }
    }
    return taken;
  }

  /** Cuts it off at every step-th length. */
  long truncations(int step) {
    for (int length = 0; length < file.length; length += step) {
      read(Arrays.copyOf(file, length));
    }
    return taken;
  }

  private void read(byte[] bytes) {
    try {
      OctetReader.read(bytes, name);
      taken++;
    } catch (OctetException e) {
      if (e.failure() != Failure.INPUT) {
        throw e;
      }
      refused++;
    }
  }

  /** How many files were refused. */
  long refused() {
    return refused;
  }
}

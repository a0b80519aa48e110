package dev.octet.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Feeds a parser with changed seeds and measures each: nothing but the typed exception, at most a
 * second, at most {@link #CONSTANT} plus 4 bytes per byte of the file (8 per pixel of a picture).
 * Input {@code i} depends on {@code i} alone, so that any of them can be made again.
 *
 * <p>Arguments: target, first input, number of inputs, seeds' folder.
 */
public final class MutationRun {
  /** Bytes that reading any file may allocate. */
  static final long CONSTANT = 16L << 20;

  /** How much larger than the smallest seed a small one may be. */
  private static final double SMALL = 2.5;

  private static final long NANOS = 1_000_000_000;
  private static final long HANG_NANOS = 20 * NANOS;

  private final FuzzTarget target;
  private final List<byte[]> seeds;
  private final List<byte[]> small;
  private final Path file;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private volatile long current = -1;
  private volatile long since;
  private int accepted;
  private int findings;
  private long slowest;
  private long largest;

  MutationRun(FuzzTarget target, List<byte[]> seeds, Path file) {
    this.target = target;
    this.seeds = seeds;
    int smallest = seeds.stream().mapToInt(seed -> seed.length).min().orElseThrow();
    this.small = seeds.stream().filter(seed -> seed.length <= SMALL * smallest).toList();
    this.file = file;
  }

  /** Runs a slice from the command line. */
  public static void main(String[] args) throws IOException {
    FuzzTarget target = FuzzTarget.valueOf(args[0].toUpperCase(java.util.Locale.ROOT));
    long first = Long.parseLong(args[1]);
    long count = Long.parseLong(args[2]);
    Path folder = Files.createTempDirectory(scratch(), "octet-fuzz");
    Path file = folder.resolve("input");
    MutationRun run = new MutationRun(target, seeds(Path.of(args[3]), target), file);
    long start = System.nanoTime();
    try {
      run.watch();
      run.inputs(first, count);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
    System.out.printf(
        "%s: inputs %d to %d, %d accepted, %d findings, slowest %.3f s, most memory above 4 bytes"
            + " per byte%s %.2f MB, %.0f s%n",
        target,
        first,
        first + count - 1,
        run.accepted,
        run.findings,
        run.slowest / 1e9,
        target.isPicture() ? " and 8 per pixel" : "",
        run.largest / 1e6,
        (System.nanoTime() - start) / 1e9);
    System.exit(run.findings == 0 ? 0 : 1);
  }

  static Path scratch() {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** The seeds of a target. */
  static List<byte[]> seeds(Path root, FuzzTarget target) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve(target.folder()))) {
      for (Path seed : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(seed));
      }
    }
    return seeds;
  }

  /** Says which input hangs, by its processor time, and ends the process. */
  private void watch() {
    long worker = Thread.currentThread().getId();
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(1000);
                  long now = current;
                  if (now >= 0 && threads.getThreadCpuTime(worker) - since > HANG_NANOS) {
                    System.out.printf("%s: input %d hangs%n", target, now);
                    Runtime.getRuntime().halt(2);
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    watcher.setDaemon(true);
    watcher.start();
  }

  /** Makes an input. */
  byte[] input(long index) {
    Mutator mutator = new Mutator(100 * index + target.ordinal());
    // Small seeds more often: one reading of the largest costs as much as ten of the smallest.
    List<byte[]> from = mutator.chance(8) ? seeds : small;
    return target.mutate(from.get(mutator.below(from.size())), mutator);
  }

  /** Runs inputs; the first ones twice, because the first reading of all loads classes. */
  int inputs(long first, long count) throws IOException {
    for (byte[] seed : seeds) {
      Files.write(file, seed);
      target.accepts(file);
    }
    for (long i = first; i < first + count; i++) {
      one(i);
    }
    return findings;
  }

  private void one(long index) throws IOException {
    byte[] input = input(index);
    Files.write(file, input);
    long cpu = threads.getCurrentThreadCpuTime();
    since = cpu;
    current = index;
    long before = threads.getCurrentThreadAllocatedBytes();
    String failure = "";
    try {
      if (target.accepts(file)) {
        accepted++;
      }
    } catch (RuntimeException | Error e) {
      failure = "threw " + e;
      e.printStackTrace(System.out);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    long nanos = threads.getCurrentThreadCpuTime() - cpu;
    current = -1;
    long pixels = target.isPicture() ? DeclaredPixels.pixels(target, input) : 0;
    long above = allocated - 4L * input.length - 8 * pixels;
    slowest = Math.max(slowest, nanos);
    largest = Math.max(largest, above);
    if (nanos > NANOS) {
      failure += " took " + nanos / 1_000_000 + " ms";
    }
    if (above > CONSTANT) {
      failure += " allocated " + allocated + " bytes";
    }
    if (!failure.isEmpty()) {
      findings++;
      Path kept = Path.of("fuzz", "target", "findings", target.folder() + "-" + index);
      Files.createDirectories(kept.getParent());
      Files.write(kept, input);
      System.out.printf(
          "%s: input %d (%d bytes, %s)%s%n", target, index, input.length, kept, failure);
    }
  }
}

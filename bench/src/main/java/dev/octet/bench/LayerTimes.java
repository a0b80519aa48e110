package dev.octet.bench;

import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Prints the median time of each layer of an {@code .octet} file, or of a network with random
 * weights: {@code LayerTimes v2 vector 300}. With a fourth argument it reads this many megabytes of
 * other memory before each inference, so that nothing is left in the caches.
 */
public final class LayerTimes {
  private static final int LINE = 64;

  private LayerTimes() {}

  /** Arguments: network (v1, v2, v3-large, v3-small) or file, kernel set, runs, megabytes. */
  public static void main(String[] args) {
    KernelSets set = KernelSets.choose(args.length > 1 ? args[1] : "vector");
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : 300;
    OctetModel model = Networks.load(args.length > 0 ? args[0] : "v2", set);
    Schedule schedule = model.schedule();
    byte[] input = new byte[model.input().elements()];
    new Random(1).nextBytes(input);
    byte[] other = new byte[args.length > 3 ? Integer.parseInt(args[3]) << 20 : 0];
    int read = 0;
    double[] whole = new double[runs];
    double[][] steps = new double[schedule.operations.length][runs];
    long[] bytes = new long[schedule.operations.length];
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated;
    try (Session session = model.newSession()) {
      for (int i = 0; i < runs; i++) {
        session.run(input, 0);
      }
      for (int i = 0; i < runs; i++) {
        read += sweep(other);
        long start = System.nanoTime();
        session.run(input, 0);
        whole[i] = System.nanoTime() - start;
      }
      allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < runs; i++) {
        session.run(input, 0);
      }
      allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
      long[] last = new long[2];
      for (int i = 0; i < runs; i++) {
        int run = i;
        read += sweep(other);
        last[1] = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        last[0] = System.nanoTime();
        session.run(
            input,
            0,
            (step, s) -> {
              steps[step][run] += System.nanoTime() - last[0];
              long now = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
              bytes[step] += now - last[1];
              last[1] = now;
              last[0] = System.nanoTime();
            });
      }
    }
    if (read != 0) {
      throw new IllegalStateException("memory that was never written");
    }
    double sum = 0;
    for (int step = 0; step < steps.length; step++) {
      double best = Arrays.stream(steps[step]).min().orElse(0);
      sum += best;
      Operation operation = schedule.operations[step];
      TensorSpec in = schedule.tensors[operation.input(0)];
      TensorSpec out = schedule.tensors[operation.output()];
      System.out.printf(
          Locale.ROOT,
          "%-20s %3dx%-3dx%-5d -> %3dx%-3dx%-5d %8.1f us, best %7.1f us, %6.1f GMAC/s%s%n",
          operation.getClass().getSimpleName(),
          in.height(),
          in.width(),
          in.channels(),
          out.height(),
          out.width(),
          out.channels(),
          median(steps[step]) / 1e3,
          best / 1e3,
          Macs.of(operation, schedule.tensors) / best,
          bytes[step] == 0 ? "" : ", allocates " + bytes[step] / runs + " bytes");
    }
    System.out.printf(
        Locale.ROOT,
        "%s %s: median %.3f ms, best %.3f ms, sum of best layers %.3f ms, %d bytes allocated by an"
            + " inference%n",
        schedule.name,
        set.set().name(),
        median(whole) / 1e6,
        Arrays.stream(whole).min().orElse(0) / 1e6,
        sum / 1e6,
        allocated / runs);
  }

  private static int sweep(byte[] memory) {
    int sum = 0;
    for (int i = 0; i < memory.length; i += LINE) {
      sum += memory[i];
    }
    return sum;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

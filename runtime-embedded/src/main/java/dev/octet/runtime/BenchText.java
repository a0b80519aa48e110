package dev.octet.runtime;

import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Operation;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what {@link Benchmark} measures on a board. */
final class BenchText {
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final double MEGA = 1e6;

  private BenchText() {}

  static void print(Session session, int runs, PrintStream out) {
    OctetModel model = session.model();
    Schedule schedule = model.schedule();
    Benchmark measured = Benchmark.run(session, schedule.golden[0].input, runs, WARM_UP_NANOS);
    double all = measured.allSteps();
    out.println("  #        ms    MMACs  GMAC/s   share  output       name");
    for (int step = 0; step < schedule.operations.length; step++) {
      Operation operation = schedule.operations[step];
      TensorSpec output = schedule.tensors[operation.output()];
      double ms = measured.step(step);
      double megaMacs = Macs.of(operation, schedule.tensors) / MEGA;
      String shape = output.height() + "x" + output.width() + "x" + output.channels();
      out.println(
          String.format(
              Locale.ROOT,
              "%3d %9.3f %8.2f %7.2f %5.1f %%  %-12s %s",
              step,
              ms,
              megaMacs,
              ms == 0 ? 0 : megaMacs / ms,
              all == 0 ? 0 : 100 * ms / all,
              shape,
              Main.printable(operation.name())));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "%s: median %.3f ms, 95th percentile %.3f ms over %d runs (kernels %s, threads %d,"
                + " Java %s on %s)",
            Main.printable(model.name()),
            measured.percentile(50),
            measured.percentile(95),
            runs,
            model.kernelSets().set().name(),
            session.threads(),
            System.getProperty("java.version"),
            System.getProperty("os.arch")));
  }
}

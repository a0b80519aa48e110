package dev.octet.runtime.app;

import dev.octet.runtime.Benchmark;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what {@link Benchmark} measures on a board. */
final class BenchText {
  private static final double MEGA = 1e6;

  private BenchText() {}

  /** One session, step by step. */
  static void print(Session session, int runs, long warmUpNanos, PrintStream out) {
    OctetModel model = session.model();
    Schedule schedule = model.schedule();
    Benchmark measured = Benchmark.run(session, schedule.golden[0].input, runs, warmUpNanos);
    double all = measured.allSteps();
    out.println("  #        ms    MMACs  GMAC/s   share  output       name");
    for (int step = 0; step < schedule.operations.length; step++) {
      Operation operation = schedule.operations[step];
      TensorSpec output = schedule.tensors[operation.output()];
      double ms = measured.step(step);
      double megaMacs = Macs.of(operation, schedule.tensors) / MEGA;
      out.println(
          String.format(
              Locale.ROOT,
              "%3d %9.3f %8.2f %7.2f %5.1f %%  %-12s %s",
              step,
              ms,
              megaMacs,
              ms == 0 ? 0 : megaMacs / ms,
              all == 0 ? 0 : 100 * ms / all,
              shape(output),
              RuntimeMain.printable(operation.name())));
    }
    out.println(whole(session, measured, runs));
  }

  private static String shape(TensorSpec output) {
    return output.height() + "x" + output.width() + "x" + output.channels();
  }

  private static String whole(Session session, Benchmark measured, int runs) {
    OctetModel model = session.model();
    return String.format(
        Locale.ROOT,
        "%s: median %.3f ms, 95th percentile %.3f ms over %d runs (kernels %s, threads %d,"
            + " Java %s on %s)",
        RuntimeMain.printable(model.name()),
        measured.percentile(50),
        measured.percentile(95),
        runs,
        model.kernelSets().set().name(),
        session.threads(),
        System.getProperty("java.version"),
        System.getProperty("os.arch"));
  }

  /** Two sessions of one model with different kernel sets, measured in turn, and their ratio. */
  static void compare(Session a, Session b, int runs, long warmUpNanos, PrintStream out) {
    Schedule schedule = a.model().schedule();
    byte[] input = schedule.golden[0].input;
    Benchmark[] m = Benchmark.inTurn(new Session[] {a, b}, input, runs, warmUpNanos);
    out.println("  #  first ms  second ms   ratio  output       name");
    double[] sum = new double[2];
    for (int step = 0; step < schedule.operations.length; step++) {
      Operation operation = schedule.operations[step];
      double first = m[0].bestStep(step);
      double second = m[1].bestStep(step);
      sum[0] += first;
      sum[1] += second;
      out.println(
          String.format(
              Locale.ROOT,
              "%3d %9.3f %10.3f %7.2f  %-12s %s",
              step,
              first,
              second,
              first / second,
              shape(schedule.tensors[operation.output()]),
              RuntimeMain.printable(operation.name())));
    }
    out.println(whole(a, m[0], runs));
    out.println(whole(b, m[1], runs));
    out.println(
        String.format(
            Locale.ROOT,
            "same answers; best of each step %.3f ms and %.3f ms; ratio %.2f, of medians %.2f, of"
                + " best runs %.2f",
            sum[0],
            sum[1],
            sum[0] / sum[1],
            m[0].percentile(50) / m[1].percentile(50),
            m[0].percentile(0) / m[1].percentile(0)));
  }
}

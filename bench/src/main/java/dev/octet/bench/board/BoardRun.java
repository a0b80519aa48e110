package dev.octet.bench.board;

import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.StepListener;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.io.File;
import java.nio.file.Paths;

/**
 * What {@code bench/board/measure} runs on the board's JVM: inferences between marks that the
 * counting plugin sees. Java 8, and nothing but the runtime beside it.
 *
 * <p>Sections: {@code mark} (nothing at all, so what the marks cost), {@code run} (one inference),
 * {@code step/I} (one step of an inference). On stdout a line for each fact.
 */
public final class BoardRun {
  private static final String PREFIX = "/octet-count/";

  /** Marks before measuring, so that they are compiled and cost the same each time. */
  private static final int WARM_MARKS = 12_000;

  private static final int EMPTY_SECTIONS = 20;

  private static final File START = new File(PREFIX + "start");

  private BoardRun() {}

  /** Arguments: model, kernel set, inferences to warm up, inferences to measure, steps or whole. */
  public static void main(String[] args) {
    OctetModel model = OctetModel.load(Paths.get(args[0]), KernelSets.choose(args[1]));
    int warmUp = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    boolean steps = args[4].equals("steps");
    Schedule schedule = model.schedule();
    GoldenVector golden = schedule.golden.length == 0 ? null : schedule.golden[0];
    byte[] input = golden == null ? noise(model.input().elements()) : golden.input;
    Session session = model.newSession(1);
    Steps listener = new Steps(schedule.operations.length);
    session.run(input, 0);
    model.warmUp();
    for (int i = 0; i < warmUp; i++) {
      session.run(input, 0, i % 2 == 0 ? null : listener);
    }
    File warm = new File(PREFIX + "warm");
    for (int i = 0; i < WARM_MARKS; i++) {
      mark(warm);
    }
    File emptyStop = stop("mark");
    for (int i = 0; i < EMPTY_SECTIONS; i++) {
      mark(START);
      mark(emptyStop);
    }
    File runStop = stop("run");
    for (int i = 0; i < runs; i++) {
      mark(START);
      session.run(input, 0);
      mark(runStop);
    }
    if (steps) {
      listener.marking = true;
      for (int i = 0; i < runs; i++) {
        mark(START);
        session.run(input, 0, listener);
      }
    }
    describe(session, golden);
  }

  private static void describe(Session session, GoldenVector golden) {
    OctetModel model = session.model();
    Schedule schedule = model.schedule();
    System.out.println("model " + model.name());
    System.out.println("kernels " + model.kernelSets().set().name());
    System.out.println(
        "machine Java " + System.getProperty("java.version") + " " + System.getProperty("os.arch"));
    System.out.println("macs " + Macs.of(schedule));
    System.out.println("answer " + (golden == null ? "unchecked" : compare(session, golden)));
    for (int step = 0; step < schedule.operations.length; step++) {
      Operation operation = schedule.operations[step];
      System.out.println(
          "step "
              + step
              + " "
              + Macs.of(operation, schedule.tensors)
              + " "
              + operation.getClass().getSimpleName()
              + " "
              + shape(schedule.tensors[operation.input(0)])
              + " -> "
              + shape(schedule.tensors[operation.output()]));
    }
  }

  private static String compare(Session session, GoldenVector golden) {
    for (int i = 0; i < golden.output.length; i++) {
      if (session.rawLogit(i) != golden.output[i]) {
        return "wrong";
      }
    }
    return "right";
  }

  private static String shape(TensorSpec tensor) {
    return tensor.height() + "x" + tensor.width() + "x" + tensor.channels();
  }

  private static byte[] noise(int elements) {
    byte[] noise = new byte[elements];
    long state = 1;
    for (int i = 0; i < elements; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      noise[i] = (byte) (state >> 56);
    }
    return noise;
  }

  private static File stop(String section) {
    return new File(PREFIX + "stop/" + section);
  }

  /** The plugin sees the system call that looks for the file. */
  private static void mark(File file) {
    if (file.exists()) {
      throw new IllegalStateException(file + " is no file's name but a mark");
    }
  }

  /** Ends a section after each step and begins the next. */
  private static final class Steps implements StepListener {
    private final File[] stops;
    private boolean marking;

    Steps(int steps) {
      stops = new File[steps];
      for (int i = 0; i < steps; i++) {
        stops[i] = stop("step/" + i);
      }
    }

    @Override
    public void stepDone(int step, Session session) {
      if (marking) {
        mark(stops[step]);
        mark(START);
      }
    }
  }
}

package dev.octet.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Runs Octet and ONNX Runtime alternately in one process and prints the ratio of their medians with
 * its spread: rounds are taken in turn, so that both see the same machine. With several threads
 * ONNX Runtime's workers park between inferences instead of spinning.
 */
public final class Versus {
  private static final int ROUNDS = 15;
  private static final double MILLI = 1e6;
  private static final long WARM_UP = 6_000_000_000L;

  private Versus() {}

  /** One side of the comparison: one inference. */
  private interface Side {
    void infer() throws OrtException;
  }

  /**
   * Arguments: {@code OCTET THREADS RUNS MODEL.onnx...}, OCTET being an .octet file or the name of
   * a network with random weights (v1, v2, v3-large, v3-small), RUNS inferences in each of 15
   * rounds.
   */
  public static void main(String[] args) throws OrtException {
    if (args.length < 3) {
      System.err.println("usage: versus MODEL.octet|v1|v2|v3-large|v3-small THREADS RUNS ONNX...");
      System.exit(2);
    }
    int threads = Integer.parseInt(args[1]);
    int runs = Integer.parseInt(args[2]);
    KernelSets set = KernelSets.choose();
    OctetModel model =
        Networks.NAMES.contains(args[0])
            ? OctetModel.of(Networks.of(args[0]), set)
            : OctetModel.load(Path.of(args[0]), set);
    byte[] input = new byte[model.input().elements()];
    new Random(1).nextBytes(input);
    List<String> names = new ArrayList<>();
    List<Side> sides = new ArrayList<>();
    try (Session session = model.newSession(threads);
        OrtEnvironment environment = OrtEnvironment.getEnvironment()) {
      names.add("octet " + set.set().name());
      sides.add(() -> session.run(input, 0));
      for (int i = 3; i < args.length; i++) {
        names.add(Path.of(args[i]).getFileName().toString());
        sides.add(onnx(environment, args[i], threads));
      }
      double[][][] medians = measure(sides, runs, threads);
      System.out.printf(
          Locale.ROOT,
          "%s, %d thread%s, batch 1%n",
          model.name(),
          threads,
          threads == 1 ? "" : "s");
      print("wall clock", names, medians[0]);
      if (medians.length > 1) {
        print("CPU time", names, medians[1]);
      }
    }
  }

  private static Side onnx(OrtEnvironment environment, String file, int threads)
      throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    if (threads > 1) {
      // Its workers would go on spinning for milliseconds, on the cores of whoever comes next.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
    }
    OrtSession session = environment.createSession(file, options);
    String name = session.getInputNames().iterator().next();
    long[] shape = ((TensorInfo) session.getInputInfo().get(name).getInfo()).getShape();
    shape[0] = 1;
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    return () -> session.run(Map.of(name, tensor)).close();
  }

  /** A clock, in ns: of the wall, or of the calling thread's work. */
  private interface Clock {
    long now();
  }

  /**
   * Median of each side in each round, in ms: [side][round] by the wall clock, then, for one
   * thread, the same in CPU time of the calling thread, which does not count the turns of other
   * processes.
   */
  private static double[][][] measure(List<Side> sides, int runs, int threads) throws OrtException {
    for (Side side : sides) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < WARM_UP) {
        side.infer();
      }
    }
    List<Clock> clocks = new ArrayList<>(List.of(System::nanoTime));
    if (threads == 1) {
      clocks.add(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }
    double[][][] medians = new double[clocks.size()][sides.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double[][][] times = new double[clocks.size()][sides.size()][runs];
      for (int run = 0; run < runs; run++) {
        for (int side = 0; side < sides.size(); side++) {
          long[] start = clocks.stream().mapToLong(Clock::now).toArray();
          sides.get(side).infer();
          for (int clock = 0; clock < start.length; clock++) {
            times[clock][side][run] = (clocks.get(clock).now() - start[clock]) / MILLI;
          }
        }
      }
      for (int clock = 0; clock < clocks.size(); clock++) {
        for (int side = 0; side < sides.size(); side++) {
          medians[clock][side][round] = median(times[clock][side]);
        }
      }
    }
    return medians;
  }

  private static void print(String clock, List<String> names, double[][] medians) {
    System.out.println(clock);
    for (int side = 0; side < medians.length; side++) {
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = medians[0][round] / medians[side][round];
      }
      Arrays.sort(ratios);
      double[] sorted = medians[side].clone();
      Arrays.sort(sorted);
      System.out.printf(
          Locale.ROOT,
          "%-28s %7.2f ms (%.2f to %.2f)   octet / this: %.2f (%.2f to %.2f)%n",
          names.get(side),
          median(sorted),
          sorted[0],
          sorted[ROUNDS - 1],
          median(ratios),
          ratios[0],
          ratios[ROUNDS - 1]);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

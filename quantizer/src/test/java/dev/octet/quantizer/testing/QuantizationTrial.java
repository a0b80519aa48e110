package dev.octet.quantizer.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.model.FloatModel;
import dev.octet.model.Normalization;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.Quantizer;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.qdq.QdqOracle;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.SelfCheck;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One quantization of a graph on random inputs, taken through the file format and run by the
 * reference kernels.
 */
public record QuantizationTrial(FloatGraph graph, Quantization result, byte[] bytes) {
  private static final int CALIBRATION = 24;
  private static final int HELD_OUT = 12;
  private static final int ONNX = 3;

  /** Every technique, but nothing chosen by its effect: that takes four times as long. */
  public static final QuantizerSettings SETTINGS =
      QuantizerSettings.defaults()
          .withTechniques(
              new Techniques(RangeMethod.MEAN_SQUARE, true, true, true, true, true, false))
          .withThreads(2);

  public static FloatModel model(FloatGraph graph) {
    return new FloatModel(graph, "test", "00", List.of(), Normalization.IMAGENET);
  }

  public static Quantization quantize(FloatGraph graph, QuantizerSettings settings) {
    return quantize(graph, settings, CALIBRATION);
  }

  /** Quantizes with a number of random inputs. */
  public static Quantization quantize(FloatGraph graph, QuantizerSettings settings, int count) {
    RandomInputs inputs = new RandomInputs(graph, count, 1);
    return Quantizer.quantize(
        model(graph),
        inputs,
        inputs.all(),
        Optional.empty(),
        new String[0],
        settings,
        Progress.SILENT);
  }

  public static QuantizationTrial of(FloatGraph graph, QuantizerSettings settings) {
    Quantization result = quantize(graph, settings);
    return new QuantizationTrial(graph, result, OctetWriter.toBytes(result.schedule()));
  }

  public static QuantizationTrial of(FloatGraph graph) {
    return of(graph, SETTINGS);
  }

  public Schedule read() {
    return OctetReader.read(bytes, "trial");
  }

  /** The file comes back whole, its golden vectors hold, and the logits are near the float ones. */
  public QuantizationTrial isSound(double leastSqnrDb) {
    Schedule read = read();
    assertArrayEquals(bytes, OctetWriter.toBytes(read));
    OctetModel model = OctetModel.of(read, KernelSets.choose("reference"));
    try (Session session = model.newSession()) {
      SelfCheck check = SelfCheck.run(session);
      assertTrue(check.vectors() > 0);
      assertEquals("", check.difference());
    }
    double sqnr = heldOutSqnrDb();
    assertTrue(sqnr > leastSqnrDb, graph.name() + ": " + sqnr + " dB");
    return this;
  }

  /** SQNR of the logits on inputs that the quantizer has not seen. */
  double heldOutSqnrDb() {
    FloatExecutor executor = new FloatExecutor(graph);
    RandomInputs inputs = new RandomInputs(graph, HELD_OUT, 77);
    double signal = 0;
    double noise = 0;
    OctetModel model = OctetModel.of(read(), KernelSets.choose());
    try (Session session = model.newSession()) {
      for (int i = 0; i < HELD_OUT; i++) {
        float[] input = inputs.read(i);
        float[] wanted = executor.newSession().run(input);
        session.run(input);
        for (int c = 0; c < wanted.length; c++) {
          double error = wanted[c] - session.logit(c);
          signal += (double) wanted[c] * wanted[c];
          noise += error * error;
        }
      }
    }
    return 10 * Math.log10(signal / Math.max(noise, 1e-30));
  }

  /** Every tensor between steps stands for about what the float network has there. */
  public QuantizationTrial isSoundInEveryTensor(double leastSqnrDb) {
    OctetModel model = OctetModel.of(read(), KernelSets.choose());
    Schedule schedule = model.schedule();
    double[] signal = new double[schedule.tensors.length];
    double[] noise = new double[schedule.tensors.length];
    FloatExecutor executor = new FloatExecutor(graph);
    RandomInputs inputs = new RandomInputs(graph, HELD_OUT, 78);
    try (Session session = model.newSession()) {
      for (int i = 0; i < HELD_OUT; i++) {
        float[] input = inputs.read(i);
        Map<String, float[]> wanted = new HashMap<>();
        executor
            .newSession()
            .run(
                input,
                (name, shape, values) -> wanted.put(name, Arrays.copyOf(values, shape.elements())));
        session.run(
            input,
            (step, running) -> {
              int index = schedule.operations[step].output();
              TensorSpec spec = schedule.tensors[index];
              float[] real = wanted.get(spec.name());
              for (int e = 0; e < real.length; e++) {
                double got = spec.real(running.element(index, e), e % spec.channels());
                signal[index] += (double) real[e] * real[e];
                noise[index] += (real[e] - got) * (real[e] - got);
              }
            });
      }
    }
    for (int t = 0; t < signal.length; t++) {
      double sqnr = 10 * Math.log10(signal[t] / Math.max(noise[t], 1e-30));
      assertTrue(
          t == schedule.input || sqnr > leastSqnrDb,
          schedule.tensors[t].name() + ": " + sqnr + " dB");
    }
    return this;
  }

  /**
   * ONNX Runtime agrees on the ONNX export: each step whose inputs are the same gives the same
   * elements, but for single steps where a value lies beside a tie (means of few elements often
   * do), and the logits with its fusions are near the runtime's.
   */
  public QuantizationTrial isTheSameInOnnxRuntime() {
    Schedule schedule = read();
    RandomInputs inputs = new RandomInputs(graph, ONNX, 79);
    OctetModel model = OctetModel.of(schedule, KernelSets.choose("reference"));
    double signal = 0;
    double noise = 0;
    try (QdqOracle oracle = new QdqOracle(schedule);
        Session session = model.newSession()) {
      for (int i = 0; i < ONNX; i++) {
        float[] input = inputs.read(i);
        Map<String, float[]> wanted = oracle.tensors(input);
        boolean[] same = new boolean[schedule.tensors.length];
        same[schedule.input] = true;
        session.run(
            input,
            (step, running) -> {
              Operation operation = schedule.operations[step];
              int output = operation.output();
              float[] real = wanted.get(schedule.tensors[output].name());
              int different = differences(schedule.tensors[output], real, running, output);
              same[output] = different == 0;
              if (allSame(operation, same)) {
                boolean mean =
                    operation instanceof AveragePool || operation instanceof GlobalAveragePool;
                assertTrue(
                    different <= 1 + real.length / (mean ? 2 : 50),
                    operation.name() + ": " + different + " of " + real.length + " differ");
              }
            });
        float[] fused = oracle.logits(input);
        for (int c = 0; c < fused.length; c++) {
          double error = session.logit(c) - fused[c];
          signal += (double) fused[c] * fused[c];
          noise += error * error;
        }
      }
    }
    double sqnr = 10 * Math.log10(signal / Math.max(noise, 1e-30));
    assertTrue(sqnr > 15, "ONNX Runtime's answers are " + sqnr + " dB away");
    return this;
  }

  private static boolean allSame(Operation operation, boolean[] same) {
    boolean all = true;
    for (int i = 0; i < operation.inputCount(); i++) {
      all &= same[operation.input(i)];
    }
    return all;
  }

  private static int differences(TensorSpec spec, float[] real, Session running, int tensor) {
    int different = 0;
    for (int e = 0; e < real.length; e++) {
      int c = e % spec.channels();
      double zero = Math.max(spec.zeroPoint(c), spec.type().min());
      double q = Math.rint(real[e] / spec.scale(c) + Math.min(zero, spec.type().max()));
      different += q == running.element(tensor, e) ? 0 : 1;
    }
    return different;
  }
}
